/**
 * The search page: DOM glue around the pure cores `query_core.js`, `analysis_core.js`, `hangul_core.js`.
 *
 * This file, the three cores and `analysis.json` stand in one folder, unhashed or with one hash for
 * the folder; the cores are imported by relative path. Loaded on the search page only:
 *     <script type="module" src="…/search_page.js"></script>
 *
 * Contract with templates/search.html (everything in [brackets] may be left out):
 *
 *   <section id="search"
 *            data-index="/repo/search/index.json"          lunr 2.3.9 index
 *            data-documents="/repo/search/documents.json"  what a result shows
 *            data-table="/repo/assets/ssg/analysis.json"   the analyser's table
 *            data-lunr="/repo/assets/ssg/lunr.min.js"      loaded by a created <script src> when it is needed
 *            data-base="/repo/"                            base path, ends with "/"; "/" for a site at the root
 *            lang="ko">                                    [language of our texts, default: the page's]
 *     <form action="/repo/search/" role="search">
 *       <label for="q">찾는 말</label>
 *       <input type="search" id="q" name="q" autocomplete="off" spellcheck="false">
 *       <button>찾기</button>
 *     </form>
 *     <p role="status"></p>                                12건, "nothing found", "can't load …": text only
 *     <ol id="results"></ol>                               filled and emptied by the script
 *     [<p><button type="button" data-more hidden>더 보기</button></p>]   made by the script after the list if absent
 *   </section>
 *
 * A result is made so (classes are the theme's to style; nothing else is added):
 *   <li><h2><a href="/repo/articles/x/">제목의 <mark>회담</mark></a></h2>
 *       <p class="excerpt">… <mark>정상회담</mark>을 …</p>
 *       <p class="meta"><time datetime="2023-09-13">2023-09-13</time> <span>한국신문</span></p></li>
 * `time` and `span` are left out where the date or the source is not known.
 *
 * Texts: Korean and English are built in, chosen by the closest `lang` ("ko…" → Korean, else English).
 * A theme may replace any of them by `data-text-<key>` on the section, with `{n}` and `{q}` filled in:
 * loading, failed, none, empty, one, many, more, words.
 *
 * Behaviour: `?q=` is read at the start and on back/forward, replaced while typing, pushed on Enter;
 * "/" anywhere outside a field focuses the input; while a query runs the old list stays and the
 * section has aria-busy="true". Never writes into the input except from the address.
 */
export {};
