/* Fails the n-th change below a folder with an error of one's choice; tests/site/faults.py arms it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long left = -1;  /* changes to let pass; -1: count only */
static long seen = 0;
static int failure = 0;
static char folder[4096] = "";

void arm(const char *below, long n, int error) {
    strncpy(folder, below, sizeof folder - 1);
    seen = 0;
    left = n;
    failure = error;
}
long changes(void) { return seen; }

static int below(const char *path) {
    return path && folder[0] && strncmp(path, folder, strlen(folder)) == 0;
}
static int below_fd(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return below(path);
}
static int fails(int counts) {
    if (!counts) return 0;
    seen++;
    if (left < 0) return 0;
    if (left-- > 0) return 0;
    left = -1;  /* once: what is tried after it succeeds, as on a disk that was full for a moment */
    errno = failure;
    return 1;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *from, size_t n) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return fails(folder[0] && fd > 2 && below_fd(fd)) ? -1 : real(fd, from, n);
}
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return fails(folder[0] && below_fd(fd)) ? -1 : real(fd, from, n, at);
}
int rename(const char *a, const char *b) {
    REAL(int, "rename", const char *, const char *);
    return fails(below(b)) ? -1 : real(a, b);
}
int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    return fails(below(path)) ? -1 : real(path, mode);
}
int fsync(int fd) {
    REAL(int, "fsync", int);
    return fails(folder[0] && below_fd(fd)) ? -1 : real(fd);
}
int ftruncate64(int fd, off64_t n) {
    REAL(int, "ftruncate64", int, off64_t);
    return fails(folder[0] && below_fd(fd)) ? -1 : real(fd, n);
}
int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    return fails(below(path)) ? -1 : real(path);
}
static int opens(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
    return fails((flags & O_CREAT) && below(path)) ? -1 : real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    REAL(int, "open64", const char *, int, ...);
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return opens(real, path, flags, mode);
}
int open(const char *path, int flags, ...) {
    REAL(int, "open", const char *, int, ...);
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return opens(real, path, flags, mode);
}
