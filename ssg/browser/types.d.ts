/** What our modules meet in a page and TypeScript can't know. */

interface Window {
  /** Set by lunr.min.js, a classic script; its published types lack presences and token sets. */
  lunr?: any;
}

/** The server answers with the vendored file, or with null where it is missing. */
declare module "*/idiomorph.js" {
  export const Idiomorph: any;
}
