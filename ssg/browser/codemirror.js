/** What the editor takes of CodeMirror 6 and its Markdown grammar: hatch_build.py bundles it into vendor/codemirror.js. */

export { defaultKeymap, history, historyField, historyKeymap, indentLess, indentMore, isolateHistory } from "@codemirror/commands";
export { HighlightStyle, Language, LanguageSupport, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { Annotation, Compartment, EditorSelection, EditorState, Prec, StateEffect, StateField, Transaction } from "@codemirror/state";
export { Decoration, EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
export { tags } from "@lezer/highlight";
export { GFM, parser } from "@lezer/markdown";
