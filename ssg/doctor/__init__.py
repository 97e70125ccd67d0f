"""What `ssg doctor` looks at: the machine, the archive, the repository it lies in. Changes nothing."""
