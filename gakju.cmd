@echo off
rem Gakju on Windows: gakju.cmd chat, gakju.cmd ask "question" ... The first call sets everything up.
setlocal
cd /d "%~dp0"
if not exist ".venv\Scripts\python.exe" (
  py -3 -m venv .venv || python -m venv .venv || exit /b 1
  ".venv\Scripts\python.exe" -m pip install --quiet --upgrade pip || exit /b 1
)
if not exist ".venv\Scripts\gakju.exe" (
  ".venv\Scripts\python.exe" -m pip install --quiet --editable . || exit /b 1
)
set PYTHONUTF8=1
if "%~1"=="" (
  ".venv\Scripts\gakju.exe" chat
) else (
  ".venv\Scripts\gakju.exe" %*
)
