/** What is typed is kept in this browser until it is saved, with its undo steps. Where that is forbidden, nothing is kept. */

/** @typedef {{tag: string, base: string, text: string, state: unknown, time: number}} Draft `base`: the file as it was read */

const NAME = "ssg-drafts";
const STORE = "draft";

/** @returns {Promise<IDBDatabase | null>} */
function opened() {
  return new Promise((done) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(null);
    } catch {
      done(null);
    }
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T | undefined>}
 */
async function within(mode, act) {
  const database = await opened();
  if (!database) {
    return undefined;
  }
  const said = await new Promise((done) => {
    try {
      const request = act(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(undefined);
    } catch {
      done(undefined); // the store is gone, or the tab is being left
    }
  });
  database.close();
  return said;
}

/** An archive's drafts are not another's on the same port: the key holds where the site lies. @param {string} path */
const key = (path) => `${location.origin} ${path}`;

/** @param {string} path @returns {Promise<Draft | undefined>} */
export const find = (path) => within("readonly", (store) => store.get(key(path)));
/** @param {string} path @param {Draft} draft */
export const keep = (path, draft) => within("readwrite", (store) => store.put(draft, key(path)));
/** @param {string} path */
export const drop = (path) => within("readwrite", (store) => store.delete(key(path)));
