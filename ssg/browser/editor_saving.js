/** The file and the text that is to become it: kept in this browser, written, merged with what came meanwhile, never overwritten unseen. */

import { ask, path } from "./editor_ask.js";
import { decided } from "./editor_conflict.js";
import { packed, unpacked } from "./editor_core.js";
import { keep } from "./editor_drafts.js";
import { note, soon, status, words } from "./editor_notice.js";
import { say } from "./editor_words.js";

const AGAIN = 2000;

/** @typedef {{tag: string, raw: string}} Saved the file as it was last read or written */

/**
 * Return what happens between a text and its file.
 * @param {Saved} saved what the text goes out from
 * @param {ReturnType<typeof import("./editor_text.js").editor>} text
 * @param {() => void} again the file is as it was, but something else has changed: the page may look otherwise
 */
export function fileOf(saved, text, again) {
  let unpack = unpacked(saved.raw);
  let saving = false;
  /** @type {Promise<unknown>} */
  let turn = Promise.resolve();

  const dirty = () => text.text() !== unpack.text;
  const write = () => inTurn(put);
  const look = () => inTurn(compare);

  /**
   * What asks the server about the text is done one after the other: each begins with what the one before has left.
   * @template T
   * @param {() => Promise<T>} act
   * @returns {Promise<T>}
   */
  function inTurn(act) {
    const next = turn.then(act, act);
    turn = next;
    return next;
  }

  function mark() {
    if (!saving) {
      const now = dirty();
      status.textContent = now ? say.dirty : say.saved;
      status.className = now ? "status dirty" : "status";
      document.title = `${now ? "● " : ""}${path.split("/").at(-1)} — ssg`;
    }
  }

  /** Keep what is typed, and its undo steps, in this browser. */
  function remember() {
    return keep(path, { tag: saved.tag, base: saved.raw, text: text.text(), state: text.remember(), time: Date.now() });
  }

  async function put() {
    if (!dirty() && saved.tag) {
      return;
    }
    saving = true;
    status.textContent = say.saving;
    const raw = packed(text.text(), unpack);
    await remember();
    const answer = await ask("PUT", `source/${path}`, saved.tag ? { body: raw, match: saved.tag } : { body: raw, fresh: true });
    saving = false;
    if (answer.ok) {
      settled({ tag: answer.said.tag, raw });
      note("");
    } else if (answer.status === 412) {
      await stale(answer.said);
    } else if (answer.status === 0) {
      note(say.offline);
      soon("again", AGAIN, write);
    } else {
      note(`${say.refused}: ${words(answer.said)}`);
    }
    mark();
  }

  /** The file is this now. @param {Saved} now */
  function settled(now) {
    saved = now;
    unpack = unpacked(now.raw);
    void remember();
  }

  /** The file isn't what was read. @param {{text: string | null}} there */
  async function stale(there) {
    if (there.text === null) {
      settled({ tag: "", raw: "" });
      note(say.gone);
    } else if (await merge()) {
      await put();
    }
  }

  /**
   * Bring the text together with what the file holds now; it then stands in the editor, on the new base.
   * @returns {Promise<boolean>} whether it is merged; false: it was put off
   */
  async function merge() {
    const merged = await text.amend(false, async (before) => {
      const answer = await ask("POST", `merge/${path}`, { json: { base: saved.raw, mine: packed(before, unpack) } });
      if (!answer.ok) {
        note(words(answer.said) || say.offline);
        return null;
      }
      const whole = answer.said.text ?? (await decided(answer.said.pieces));
      if (whole === null) {
        note(say.conflict, [say.choose, () => inTurn(async () => ((await merge()) ? put() : undefined))]);
        return null;
      }
      return { text: unpacked(whole).text, taken: () => settled({ tag: answer.said.tag, raw: answer.said.disk }) };
    });
    if (merged) {
      note(say.merged);
      mark();
    }
    return merged;
  }

  /** Something has changed: perhaps this file, on disk. */
  async function compare() {
    const answer = await ask("GET", `source/${path}`);
    if (!answer.ok || answer.said.tag === saved.tag) {
      if (answer.ok && !dirty()) {
        again();
      }
      return;
    }
    if (dirty()) {
      await merge();
      return;
    }
    const now = { tag: answer.said.tag, raw: answer.said.text };
    await text.amend(false, async () => ({ text: unpacked(now.raw).text, taken: () => settled(now) }));
    note(say.taken);
    mark();
  }

  return { saved: () => saved, dirty, mark, remember, inTurn, write, look };
}
