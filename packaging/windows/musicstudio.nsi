; Untried. makensis packaging/windows/musicstudio.nsi, after the spec has built build\dist\MusicStudio.
Unicode true
Name "MusicStudio"
OutFile "..\..\build\dist\MusicStudio-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\MusicStudio"
RequestExecutionLevel user
SetCompressor /SOLID lzma
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles
Section
  SetOutPath "$INSTDIR"
  File /r "..\..\build\dist\MusicStudio\*"
  CreateShortcut "$SMPROGRAMS\MusicStudio.lnk" "$INSTDIR\MusicStudio.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\Classes\Directory\shell\MusicStudio" "" "Open in MusicStudio"
  WriteRegStr HKCU "Software\Classes\Directory\shell\MusicStudio" "AppliesTo" "System.FileName:*.mstudio"
  WriteRegStr HKCU "Software\Classes\Directory\shell\MusicStudio\command" "" '"$INSTDIR\MusicStudio.exe" open "%1"'
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\MusicStudio" "DisplayName" "MusicStudio"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\MusicStudio" "UninstallString" "$INSTDIR\uninstall.exe"
SectionEnd
Section "Uninstall"
  RMDir /r "$INSTDIR"
  Delete "$SMPROGRAMS\MusicStudio.lnk"
  DeleteRegKey HKCU "Software\Classes\Directory\shell\MusicStudio"
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\MusicStudio"
SectionEnd
