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
; Given by artifacts.py: VERSION, FOLDER (the frozen folder), TARGET, SIZE (kB), ICON,
; PUBLISHER. Not run on Windows so far.

Unicode true
!ifdef FAST ; a check of this script
SetCompress off
!else
SetCompressor /SOLID lzma
!endif
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

; What was there stays as it was until everything new lies beside it: then folders are renamed, which needs no room.
!macro Undo WORDS
  RMDir /r "$INSTDIR\_new"
  MessageBox MB_ICONSTOP "${WORDS}" /SD IDOK
  SetErrorLevel 2
  Abort
!macroend

Section "fieldref"
  SectionIn RO
  RMDir /r "$INSTDIR\_new" ; left by a setup that was broken off
  ClearErrors
  SetOutPath "$INSTDIR\_new"
  File /r "${FOLDER}\*"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    !insertmacro Undo "Not every file could be written: the disk may be full, or this folder may not be written. The fieldref that was here before, bookmarks and notes are untouched. Free some room and start the setup again."
  ${EndIf}
  ; A running program keeps its libraries open, and a folder with open files cannot be renamed.
  RMDir /r "$INSTDIR\_old"
  ${If} ${FileExists} "$INSTDIR\_internal\*"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_old"
    ${If} ${Errors}
      !insertmacro Undo "fieldref is running. Close it and start the setup again; nothing was changed."
    ${EndIf}
  ${EndIf}
  CreateDirectory "$INSTDIR\_old"
  Rename "$INSTDIR\fieldref.exe" "$INSTDIR\_old\fieldref.exe"
  Rename "$INSTDIR\fieldref-console.exe" "$INSTDIR\_old\fieldref-console.exe"
  ClearErrors
  Rename "$INSTDIR\_new\_internal" "$INSTDIR\_internal"
  Rename "$INSTDIR\_new\fieldref.exe" "$INSTDIR\fieldref.exe"
  Rename "$INSTDIR\_new\fieldref-console.exe" "$INSTDIR\fieldref-console.exe"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\fieldref.exe"
    Delete "$INSTDIR\fieldref-console.exe"
    Rename "$INSTDIR\_old\fieldref.exe" "$INSTDIR\fieldref.exe"
    Rename "$INSTDIR\_old\fieldref-console.exe" "$INSTDIR\fieldref-console.exe"
    Rename "$INSTDIR\_old" "$INSTDIR\_internal"
    !insertmacro Undo "The files of fieldref could not be put in place: another program may hold them open. Start the computer anew and then this setup. What was here before, bookmarks and notes are untouched."
  ${EndIf}
  RMDir /r "$INSTDIR\_new"
  RMDir /r "$INSTDIR\_old"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\fieldref.lnk" "$INSTDIR\fieldref.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "fieldref"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\fieldref.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
SectionEnd

Function .onInstFailed ; a write that failed ends the setup before the section can clean up
  RMDir /r "$INSTDIR\_new"
FunctionEnd

Function un.onInit
  SetRegView 64
  SetShellVarContext current
  ReadRegStr $0 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $0 != "$INSTDIR"
    SetShellVarContext all
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      MessageBox MB_ICONSTOP "This fieldref was installed for all users: removing it needs administrator rights. Nothing was changed." /SD IDOK
      SetErrorLevel 740
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\_internal\*"
    Rename "$INSTDIR\_internal" "$INSTDIR\_old"
    ${If} ${Errors}
      MessageBox MB_ICONSTOP "fieldref is running. Close it and remove it again; nothing was changed." /SD IDOK
      SetErrorLevel 2
      Abort
    ${EndIf}
  ${EndIf}
  RMDir /r "$INSTDIR\_old"
  RMDir /r "$INSTDIR\_new"
  Delete "$INSTDIR\fieldref.exe"
  Delete "$INSTDIR\fieldref-console.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing of the user's is left in it
  Delete "$SMPROGRAMS\fieldref.lnk"
  DeleteRegKey SHCTX "${UNINSTALL}"
SectionEnd
