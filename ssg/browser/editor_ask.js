/** The editor's requests to the preview. Each carries the token; none is ever sent anywhere else. */

/** @typedef {{path: string, line: number, column: number, what: string, hint: string, level: string}} Problem */
/** @typedef {{status: number, ok: boolean, said: any}} Answer `said`: the JSON of the answer, or `{}`; status 0: no server */

const mark = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="ssg-editor"]'));
export const path = mark.dataset.path ?? "";
export const nonce = mark.dataset.nonce ?? "";
export const base = mark.dataset.base ?? "/";
export const firstEpoch = mark.dataset.epoch ?? "";

/**
 * Ask for something.
 * @param {string} method
 * @param {string} name below `/_ssg/api/`
 * @param {{json?: unknown, body?: Blob | string, match?: string, fresh?: boolean, query?: string}} [given]
 * @returns {Promise<Answer>}
 */
export async function ask(method, name, given = {}) {
  /** @type {Record<string, string>} */
  const headers = { "X-Ssg-Token": mark.content };
  if (given.match) {
    headers["If-Match"] = given.match;
  }
  if (given.fresh) {
    headers["If-None-Match"] = "*";
  }
  const body = given.json === undefined ? given.body : JSON.stringify(given.json);
  const address = `/_ssg/api/${name.split("/").map(encodeURIComponent).join("/")}${given.query ?? ""}`;
  try {
    const answer = await fetch(address, { method, headers, body, cache: "no-store", redirect: "error" });
    const text = await answer.text();
    const json = answer.headers.get("content-type")?.startsWith("application/json");
    return { status: answer.status, ok: answer.ok, said: json ? JSON.parse(text) : { problems: [{ path: "", line: 0, column: 0, what: text.trim(), hint: "", level: "error" }] } };
  } catch {
    return { status: 0, ok: false, said: {} };
  }
}

/** The address of a file's editor. @param {string} file */
export function editorOf(file) {
  return `/_ssg/edit/${file.split("/").map(encodeURIComponent).join("/")}`;
}
