#!/bin/sh
# Installs the programs the browser, document and OCR tests drive, when they are missing and this user may.
set -u
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer"
command -v ris2xml >/dev/null 2>&1 || missing="$missing bibutils"
tesseract --list-langs 2>/dev/null | grep -qx kor || missing="$missing tesseract-ocr tesseract-ocr-kor"
fc-list 2>/dev/null | grep -qi "noto.*cjk" || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
  echo "NOT INSTALLED:$missing. The tests that need them will be skipped, loudly." >&2
  exit 0
fi
echo "Installing$missing ..."
apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null \
  || echo "COULD NOT INSTALL:$missing. The tests that need them will be skipped, loudly." >&2
exit 0
