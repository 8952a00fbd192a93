"""The report in a real browser: it sorts, filters, leads to the words, asks the network for nothing, logs no error."""

from __future__ import annotations

from itertools import pairwise

import pytest

from metaanalysis.reports import report
from metaanalysis.tables import CLAIMS, PAPERS, frame
from tests.browser import browser, requests
from tests.reports import tables

pytestmark = pytest.mark.browser
STRANGE = "<svg onload=alert(1)> \u202ereversed\u202c مرحبا 🚀 $\\frac{1}{2}$ scores 77% here."


def many(n_papers):
    """Return tables of many papers with two claims each, and one of strange text."""
    papers, claims = [], []
    for number in range(n_papers):
        value = f"{number % 97}.5%" if number else "77%"
        abstract = f"Model M{number} reaches {value} accuracy on Bench-{number % 7}." if number else STRANGE
        start = abstract.index(value)
        papers.append({"paper_id": str(number), "title": f"Paper {number}", "abstract": abstract, "date": "2025-01"})
        claims.append({"claim_id": f"k{number}", "paper_id": str(number), "kind": "level", "value": float(value[:-1]),
                       "unit": "percent", "bound": "exact", "metric": "accuracy", "metric_text": "accuracy",
                       "benchmark_text": [f"Bench-{number % 7}"], "start": start, "end": start + len(value),
                       "text": value, "sentence": abstract, "rule": "test.rule"})
    return frame(papers, PAPERS), frame(claims, CLAIMS)


def severe(driver):
    return [entry for entry in driver.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}]


def shown(driver):
    return driver.execute_script(
        "return Array.from(document.querySelectorAll('#claims-table tbody tr')).filter(r => !r.hidden)"
        ".map(r => r.cells[3].textContent)")


@pytest.mark.parametrize("n_papers", [65, 1000, 5000])
def test_a_person_can_use_the_page(tmp_path, n_papers):
    papers, claims = many(n_papers)
    made = report(claims, tmp_path / "out", papers=papers)
    assert made.page.stat().st_size < 6_000_000
    with browser(tmp_path) as driver:
        driver.get(made.page.as_uri())
        from selenium.webdriver.common.by import By
        from selenium.webdriver.support.ui import Select

        rows = shown(driver)
        assert len(rows) == min(n_papers, 2000)
        header = driver.find_element(By.CSS_SELECTOR, "#claims-table thead th:nth-child(4) button")
        driver.execute_script("arguments[0].click()", header)
        ascending = [float(text.rstrip("%")) for text in shown(driver)]
        assert ascending == sorted(ascending)
        driver.execute_script("arguments[0].click()", header)
        assert [float(text.rstrip("%")) for text in shown(driver)] == sorted(ascending, reverse=True)
        search = driver.find_element(By.ID, "claims-search")
        search.send_keys("bench-3 accuracy")
        expected = sum(number % 7 == 3 for number in range(1, min(n_papers, 2000)))
        assert len(shown(driver)) == expected
        assert driver.find_element(By.ID, "claims-status").text == f"{expected} of {len(rows)} claims shown"
        search.clear()
        Select(driver.find_element(By.NAME, "kind")).select_by_visible_text("level")
        link = driver.find_element(By.CSS_SELECTOR, '#claims-table a[href="#c-k0"]')
        driver.execute_script("arguments[0].click()", link)
        assert driver.current_url.endswith("#c-k0")
        target = driver.find_element(By.CSS_SELECTOR, ":target")
        assert target.find_element(By.CSS_SELECTOR, "mark.value").text == "77%"
        assert "<svg onload=alert(1)>" in target.text
        assert [url for url in requests(driver) if not url.startswith(("file:", "data:"))] == []
        assert severe(driver) == []


def test_what_is_shown_can_be_downloaded(tmp_path):
    papers, claims = tables()
    made = report(claims, tmp_path / "out", papers=papers)
    with browser(tmp_path) as driver:
        driver.get(made.page.as_uri())
        driver.execute_script("document.getElementById('claims-search').value = 'sockbench';"
                              "document.getElementById('claims-search').dispatchEvent(new Event('input'));"
                              "document.getElementById('claims-download').click()")
        target = tmp_path / "claims-shown.csv"
        driver.implicitly_wait(0)
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(driver, 10).until(lambda _: target.is_file())
        text = target.read_text(encoding="utf-8")
    assert text.splitlines()[0].startswith("claim_id,Paper,Date,Kind,Value")
    assert len(text.splitlines()) == 3


def test_without_javascript_the_page_is_a_plain_document(tmp_path):
    papers, claims = tables()
    made = report(claims, tmp_path / "out", papers=papers)
    with browser(tmp_path, javascript=False) as driver:
        from selenium.webdriver.common.by import By

        driver.get(made.page.as_uri())
        assert not driver.find_element(By.ID, "claims-controls").is_displayed()
        assert len(driver.find_elements(By.CSS_SELECTOR, "#claims-table tbody tr")) == len(claims)
        assert driver.find_element(By.CSS_SELECTOR, "#evidence mark.value").is_displayed()


def test_it_fits_a_phone(tmp_path):
    papers, claims = tables()
    made = report(claims, tmp_path / "out", papers=papers)
    with browser(tmp_path, width=500) as driver:
        driver.get(made.page.as_uri())
        wide = driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


CONTRAST = """
const channel = (x) => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4;
const light = (color) => {
  const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((x) => channel(x / 255));
  return .2126 * r + .7152 * g + .0722 * b;
};
const behind = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const color = getComputedStyle(e).backgroundColor;
    if (!/, 0\\)$/.test(color)) return color;
  }
  return 'rgb(255, 255, 255)';
};
const written = (e) => Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim());
return Array.from(document.querySelectorAll('body *'))
  .filter((e) => written(e) && !['SCRIPT', 'STYLE'].includes(e.tagName))
  .map((e) => {
    const pair = [light(getComputedStyle(e).color), light(behind(e))];
    return [(Math.max(...pair) + .05) / (Math.min(...pair) + .05), e.tagName + '.' + e.className];
  });
"""
UNNAMED = """return document.querySelectorAll('img:not([alt]), img[alt=""], a:empty, button:empty').length"""
HEADINGS = "return Array.from(document.querySelectorAll('h1, h2, h3'), (heading) => Number(heading.tagName[1]))"


def test_contrast_and_names_for_every_reader(tmp_path):
    papers, claims = tables()
    made = report(claims, tmp_path / "out", papers=papers)
    with browser(tmp_path) as driver:
        driver.get(made.page.as_uri())
        ratios, unnamed, headings = (driver.execute_script(script) for script in (CONTRAST, UNNAMED, HEADINGS))
    assert min(ratios)[0] >= 4.5, min(ratios)
    assert unnamed == 0
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
