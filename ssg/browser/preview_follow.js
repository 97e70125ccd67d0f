/**
 * One event stream for all tabs of a browser: HTTP/1.1 allows six connections to a server, and a seventh tab would
 * never load. The tab that holds the lock listens to the server and tells the others.
 */

/** @typedef {import("./preview_core.js").News} News */

const NAME = "ssg-preview";

/**
 * Call `hear` with all news from now on, in this tab's turn or another's.
 * @param {() => string} epoch what this tab shows now
 * @param {(news: News) => unknown} hear
 */
export function follow(epoch, hear) {
  if (!navigator.locks) {
    alone(epoch, hear);
    return;
  }
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = (event) => event.data.news && hear(event.data.news);
  // Refused only in a document that is being left: nobody is there to follow.
  navigator.locks.request(NAME, () => lead(channel, epoch, hear)).catch(() => {});
  channel.postMessage({ ask: epoch() });
}

/**
 * Listen to the server as long as this tab lives. A follower that has missed something, because it came in
 * between, is told the newest epoch when it asks.
 * @param {BroadcastChannel} channel
 * @param {() => string} epoch
 * @param {(news: News) => unknown} hear
 */
function lead(channel, epoch, hear) {
  channel.onmessage = (event) => {
    if (event.data.ask && event.data.ask !== epoch()) {
      channel.postMessage({ news: { epoch: epoch(), since: "", problems: true, paths: null } });
    }
  };
  listen(epoch, (news) => {
    channel.postMessage({ news });
    hear(news);
  });
  return new Promise(() => {}); // the lock is let go when the tab closes
}

/**
 * Where locks don't exist (plain http on another machine's address): a stream for the visible tab only.
 * @param {() => string} epoch
 * @param {(news: News) => unknown} hear
 */
function alone(epoch, hear) {
  /** @type {(() => void) | null} */
  let close = null;
  const turn = () => {
    close?.();
    close = document.visibilityState === "visible" ? listen(epoch, hear) : null;
  };
  document.addEventListener("visibilitychange", turn);
  turn();
}

/**
 * Open the stream, and open it again where the browser gives up; return what closes it.
 * @param {() => string} epoch
 * @param {(news: News) => unknown} hear
 */
function listen(epoch, hear) {
  let closed = false;
  /** @type {EventSource} */
  let source;
  const open = () => {
    if (closed) {
      return;
    }
    source = new EventSource(`/_ssg/events?since=${encodeURIComponent(epoch())}`);
    source.onmessage = (event) => hear(JSON.parse(event.data));
    source.onerror = () => source.readyState === EventSource.CLOSED && setTimeout(open, 1000);
  };
  open();
  return () => {
    closed = true;
    source.close();
  };
}
