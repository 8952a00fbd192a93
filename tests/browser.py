"""A headless Chromium for the tests of the report."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager

import pytest

OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage")


def find(*names):
    """Return the first of these programs that is installed."""
    return next((path for path in map(shutil.which, names) if path), None)


CHROMIUM, DRIVER = find("chromium", "chromium-browser", "google-chrome"), find("chromedriver")
MISSING = "no headless Chromium with chromedriver is installed, so the report is NOT tested in a browser"


@contextmanager
def browser(folder, width=1200, height=900, *, javascript=True):
    """Open a browser with a fresh profile that logs its requests and keeps downloads in a folder."""
    if not (CHROMIUM and DRIVER):
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for option in (*OPTIONS, f"--window-size={width},{height}", f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(option)
    options.add_experimental_option("prefs", {
        "download.default_directory": str(folder), "download.prompt_for_download": False,
        "profile.managed_default_content_settings.javascript": 1 if javascript else 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.get("about:blank")
    driver.get_log("performance")  # what the browser's own first page asked for
    try:
        yield driver
    finally:
        driver.quit()


def requests(driver):
    """Return the addresses that the page asked for, data and the page itself included."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    return [params["request"]["url"] for params in sent]
