; The Windows installer: for this user without administrator rights (usual), or for all users.
;
;   setup.exe /S                     silent, for this user
;   setup.exe /S /AllUsers           silent, for all users (as administrator)
;   setup.exe /S /D=C:\some folder   silent, into this folder (last on the line, no quotes)
;   uninstall.exe /S                 silent removal; the user's bookmarks, notes and settings stay
;
; Files     this user: %LOCALAPPDATA%\Programs\fieldref        all users: %ProgramFiles%\fieldref
; User      %LOCALAPPDATA%\fieldref (never touched here)       policy:    %ProgramData%\fieldref\policy.json
;
; Given by artifacts.py: VERSION, FOLDER (the frozen folder), TARGET, SIZE (kB), ICON. Not run on Windows so far.

Unicode true
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user
Name "fieldref ${VERSION}"
OutFile "${TARGET}"
BrandingText "fieldref ${VERSION}"
InstallDir ""

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\fieldref"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh

VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "fieldref"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "fieldref setup"
VIAddVersionKey LegalCopyright "Code Apache-2.0, content CC BY 4.0"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\fieldref.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function .onInit
  SetRegView 64
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $1
  ${If} ${Errors}
    SetShellVarContext current
    StrCpy $2 "$LOCALAPPDATA\Programs\fieldref"
  ${Else}
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      MessageBox MB_ICONSTOP "Installing for all users needs administrator rights. Without /AllUsers it needs none." /SD IDOK
      SetErrorLevel 740
      Quit
    ${EndIf}
    SetShellVarContext all
    StrCpy $2 "$PROGRAMFILES64\fieldref"
  ${EndIf}
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $2
  ${EndIf}
FunctionEnd

Section "fieldref"
  SectionIn RO
  ; A running program keeps its files open: say so before anything is changed.
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\fieldref.exe"
    FileOpen $0 "$INSTDIR\fieldref.exe" a
    ${If} ${Errors}
      MessageBox MB_ICONSTOP "fieldref is running, or this folder cannot be written. Close fieldref and start the setup again; nothing was changed." /SD IDOK
      SetErrorLevel 2
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
  ; Files of an older version must not stay among the new ones. Only this folder of the program is emptied.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${FOLDER}\*"
  ${If} ${Errors}
    MessageBox MB_ICONSTOP "Not every file could be written: the disk may be full. Free some room and start the setup again; bookmarks and notes are untouched." /SD IDOK
    SetErrorLevel 2
    Abort
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\fieldref.lnk" "$INSTDIR\fieldref.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "fieldref"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\fieldref.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "the fieldref developers"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
SectionEnd

Function un.onInit
  SetRegView 64
  SetShellVarContext current
  ReadRegStr $0 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $0 != "$INSTDIR"
    SetShellVarContext all
  ${EndIf}
FunctionEnd

Section "Uninstall"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\fieldref.exe"
  Delete "$INSTDIR\fieldref-console.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing of the user's is left in it
  Delete "$SMPROGRAMS\fieldref.lnk"
  DeleteRegKey SHCTX "${UNINSTALL}"
SectionEnd
