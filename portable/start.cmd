@echo off
rem Opens paymodel in the browser; commands of paymodel may follow.
where py >nul 2>nul
if errorlevel 1 (python "%~dp0start.py" %*) else (py "%~dp0start.py" %*)
if errorlevel 1 pause
