/** What our modules meet in a page and TypeScript can't know. */

interface Window {
  /** Set by lunr.min.js, a classic script; its published types lack presences and token sets. */
  lunr?: any;
}
