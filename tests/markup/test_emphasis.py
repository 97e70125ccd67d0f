"""Emphasis beside letters that are written without spaces."""

import pytest

from ssg.markup.markdown import render

CASES = [
    ("**한국은행(BOK)**은 동결했다", "<strong>한국은행(BOK)</strong>은 동결했다"),
    ('**"안 된다"**며 나갔다', "<strong>&quot;안 된다&quot;</strong>며 나갔다"),
    ("**‘말’**이라고", "<strong>‘말’</strong>이라고"),
    ("**“인용”**이라는", "<strong>“인용”</strong>이라는"),
    ("*강조*는", "<em>강조</em>는"),
    ("**강조**는", "<strong>강조</strong>는"),
    ("**「제목」**을", "<strong>「제목」</strong>을"),
    ("**『책』**에서", "<strong>『책』</strong>에서"),
    ("**《신문》**의", "<strong>《신문》</strong>의"),
    ("그는**(웃으며)**말했다", "그는<strong>(웃으며)</strong>말했다"),
    ("이것은**“강조”**다", "이것은<strong>“강조”</strong>다"),
    ("**3.5%**로", "<strong>3.5%</strong>로"),
    ("**1,000원!**이라고", "<strong>1,000원!</strong>이라고"),
    ("**GDP(국내총생산)**가", "<strong>GDP(국내총생산)</strong>가"),
    ("*‘작은’*과 **“큰”**을", "<em>‘작은’</em>과 <strong>“큰”</strong>을"),
    ("**(가)**와 **(나)**를", "<strong>(가)</strong>와 <strong>(나)</strong>를"),
    ("가**(나)**다**(라)**마", "가<strong>(나)</strong>다<strong>(라)</strong>마"),
    ("***“둘 다”***라고", "<em><strong>“둘 다”</strong></em>라고"),
    ("**한국(韓國)**은", "<strong>한국(韓國)</strong>은"),
    ("**[링크](/a/)**를", '<strong><a href="/a/">링크</a></strong>를'),
    ("**`코드`**는", "<strong><code>코드</code></strong>는"),
    ("~~“지움”~~은", "<s>“지움”</s>은"),
    ("값은~~(구)~~신", "값은<s>(구)</s>신"),
    ("**漢字。**也", "<strong>漢字。</strong>也"),
    ("これは**「強調」**です", "これは<strong>「強調」</strong>です"),
    ("**カタカナ!**も", "<strong>カタカナ!</strong>も"),
    ("**한글.**ㅋㅋ", "<strong>한글.</strong>ㅋㅋ"),
    ("곱셈 2*3*4는", "곱셈 2<em>3</em>4는"),
    ("별표* 하나와 별표* 둘", "별표* 하나와 별표* 둘"),
    ("** 빈칸 **은", "** 빈칸 **은"),
    ("snake_case_이름은", "snake_case_이름은"),
    ('**"no"**x', "**&quot;no&quot;**x"),
    ("a**(b)**c", "a**(b)**c"),
]


@pytest.mark.parametrize(("text", "html"), CASES)
def test_marks_beside_korean_mean_what_the_writer_meant(text: str, html: str) -> None:
    assert render(text).html == f"<p>{html}</p>\n"
