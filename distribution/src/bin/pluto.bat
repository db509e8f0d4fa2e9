@echo off
rem Starts Pluto with the Java runtime of JAVA_HOME, or else of the PATH.
setlocal
set "PLUTO_HOME=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"

set "VERSION="
for /f "tokens=3 delims=. " %%v in ('""%JAVA%" -version 2>&1" ^| findstr /c:" version "') do if not defined VERSION set "VERSION=%%~v"
if not defined VERSION (
  echo pluto: no Java found; install Java 17 or later, or set JAVA_HOME 1>&2
  exit /b 2
)
if %VERSION% LSS 17 (
  echo pluto: Java 17 or later is needed; "%JAVA%" is version %VERSION% 1>&2
  exit /b 2
)

if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
if not defined PLUTO_CACHE set "PLUTO_CACHE=%LOCALAPPDATA%\pluto"
if not defined DJL_CACHE_DIR set "DJL_CACHE_DIR=%PLUTO_CACHE%"

"%JAVA%" -XX:+UseSerialGC -XX:MaxRAMPercentage=40 -Xshare:auto ^
  -Dai.djl.offline=true -Djava.awt.headless=true "-Dpluto.home=%PLUTO_HOME%" ^
  %PLUTO_JAVA_OPTIONS% -jar "%PLUTO_HOME%\lib\pluto-distribution-@project.version@.jar" %*
exit /b %ERRORLEVEL%
