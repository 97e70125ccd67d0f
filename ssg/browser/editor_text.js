/** The source in CodeMirror: Markdown colours, undo, and changes from outside that disturb neither caret nor composition. */

import {
  Annotation, EditorState, EditorView, GFM, HighlightStyle, Language, Transaction, defaultKeymap, defineLanguageFacet, highlightActiveLine, history,
  historyField, historyKeymap, keymap, lineNumbers, parser, syntaxHighlighting, tags,
} from "./codemirror.js";
import { changes } from "./editor_core.js";

const FIELDS = { history: historyField };
const language = new Language(defineLanguageFacet(), parser.configure([GFM]), [], "markdown");
const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: [tags.link, tags.url], color: "var(--link)" },
  { tag: [tags.monospace, tags.meta, tags.processingInstruction, tags.quote], color: "var(--quiet)" },
]);
const look = EditorView.theme({
  "&": { height: "100%", fontSize: "15px" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'Noto Sans Mono CJK KR', monospace", lineHeight: "1.75" },
  ".cm-gutters": { background: "transparent", border: "0", color: "var(--quiet)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "var(--soft)" },
  ".cm-content": { caretColor: "currentColor", paddingBottom: "40vh" },
  "&.cm-focused": { outline: "none" },
});
/** Marks a change that the writer did not make: it is none of the writer's steps to undo. */
const outside = Annotation.define();

/** @typedef {{state: EditorState, since: ReturnType<EditorState["changes"]>}} Moment a text that is being worked on, and what was typed since */
/** @typedef {{text: string, taken?: () => void}} Made the text as it shall be; `taken` is called in the very moment of the change */
/** @typedef {{onchange: (outside: boolean, shift: (line: number) => number) => void, onmove: () => void, onsave: () => void, onfiles: (files: File[]) => void}} Hooks */

/**
 * Return the editor of a text.
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {unknown} remembered what `remember` returned, or null
 * @param {{nonce: string, label: string, hooks: Hooks}} given
 */
export function editor(parent, text, remembered, given) {
  const { hooks } = given;
  /** @type {Set<Moment>} */
  const moments = new Set();
  const extensions = [
    history(), lineNumbers(), highlightActiveLine(), EditorView.lineWrapping, language.extension, syntaxHighlighting(colours), look,
    EditorView.cspNonce.of(given.nonce), EditorView.contentAttributes.of({ "aria-label": given.label, spellcheck: "false" }),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) {
        moments.forEach((each) => (each.since = each.since.compose(update.changes)));
        const [old, now] = [update.startState.doc, update.state.doc];
        hooks.onchange(
          update.transactions.some((each) => each.annotation(outside)),
          (line) => now.lineAt(update.changes.mapPos(old.line(Math.min(Math.max(line, 1), old.lines)).from, 1)).number,
        );
      } else if (update.selectionSet) {
        hooks.onmove();
      }
    }),
    EditorView.domEventHandlers({
      paste: (event) => taken(event.clipboardData, hooks),
      drop: (event) => taken(event.dataTransfer, hooks),
      compositionend: () => void setTimeout(settle),
    }),
  ];
  const view = new EditorView({ parent, state: begun(text, remembered, extensions) });
  /** @type {(() => void)[]} */
  let waiting = [];

  function settle() {
    if (!view.compositionStarted) {
      const due = waiting;
      waiting = [];
      due.forEach((each) => each());
    }
  }

  /** Do something once no syllable is being composed. @param {() => void} act */
  function calmly(act) {
    view.compositionStarted ? waiting.push(act) : act();
  }

  /** @param {Moment} moment @param {Made} made @param {boolean} mine */
  function arrived(moment, made, mine) {
    const wanted = moment.state.changes(changes(moment.state.doc.toString(), made.text));
    made.taken?.();
    view.dispatch({
      changes: wanted.map(moment.since),
      annotations: mine ? [Transaction.userEvent.of("input.form")] : [outside.of(true), Transaction.remote.of(true), Transaction.addToHistory.of(false)],
    });
  }

  return {
    view,
    text: () => view.state.doc.toString(),
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    remember: () => view.state.toJSON(FIELDS),
    calmly,
    /**
     * Turn the text into what `work` makes of it, however long that takes: what is typed meanwhile stays where it was
     * typed. `work` gets the text as it is now; null leaves it alone.
     * @param {boolean} mine whether it can be undone
     * @param {(text: string) => Promise<Made | null>} work
     * @returns {Promise<boolean>} whether there was a change
     */
    async amend(mine, work) {
      const moment = { state: view.state, since: view.state.changes() };
      moments.add(moment);
      try {
        const made = await work(moment.state.doc.toString());
        if (made) {
          await new Promise((done) => calmly(() => done(arrived(moment, made, mine))));
        }
        return made !== null;
      } finally {
        moments.delete(moment);
      }
    },
    /** Put the caret somewhere and show it. @param {number} at @param {boolean} [focus] */
    go(at, focus = true) {
      const anchor = Math.min(at, view.state.doc.length);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      if (focus) {
        view.focus();
      }
    },
    /** @param {number} line from 1 @returns {{from: number, to: number, text: string}} */
    at: (line) => view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines)),
    /** @param {string} text */
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { userEvent: "input.paste" });
      view.focus();
    },
  };
}

/** @param {string} text @param {unknown} remembered @param {any[]} extensions */
function begun(text, remembered, extensions) {
  if (remembered) {
    try {
      const state = EditorState.fromJSON(/** @type {any} */ (remembered), { extensions }, FIELDS);
      if (state.doc.toString() === text) {
        return state;
      }
    } catch {
      // of another version of CodeMirror: the text is there all the same
    }
  }
  return EditorState.create({ doc: text, extensions });
}

/** @param {DataTransfer | null} carried @param {Hooks} hooks */
function taken(carried, hooks) {
  const files = Array.from(carried?.files ?? []).filter((file) => file.type.startsWith("image/"));
  if (!files.length) {
    return false;
  }
  hooks.onfiles(files);
  return true;
}
