# Imports a package from where it lies, as a user would, and tells what PowerShell sees.
param([string] $Modules)
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $Modules + [IO.Path]::PathSeparator + $env:PSModulePath
"about before: $((Get-Help about_XnatTools | Out-String).Contains('about_XnatTools'))"
Import-Module XnatTools
$module = Get-Module XnatTools
"version: $($module.Version)"
"folder: $($module.ModuleBase)"
"commands: $(($module.ExportedCmdlets.Keys | Sort-Object) -join ',')"
"synopsis: $((Get-Help Find-PacsStudy).Synopsis)"
"view: $(@(Get-FormatData -TypeName XnatTools.PacsStudy).Count)"
Import-Module XnatTools -Force
"again: $((Get-Module XnatTools).ExportedCmdlets.Count)"
try { Get-XnatPacs; 'connected?' } catch { "error: $($_.FullyQualifiedErrorId)" }
