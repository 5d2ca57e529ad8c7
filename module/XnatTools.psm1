# Chooses the build for this PowerShell, loads it apart from other modules' assemblies, and exports its cmdlets.
$bin = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
$folder = [IO.Path]::Combine($PSScriptRoot, 'bin', $bin)
$library = [IO.Path]::Combine($folder, 'XnatTools.dll')

if (-not ('XnatTools.ModuleLoader' -as [type])) {
    if (-not [IO.File]::Exists($library)) {
        throw "XnatTools has not been built: '$library' is missing. Run: dotnet build src/XnatTools.Commands"
    }

    Add-Type -Path $library
}

$wanted = [string]$ExecutionContext.SessionState.Module.Version
if ($wanted -ne '0.0' -and [XnatTools.ModuleLoader]::Version -notlike "$wanted*") {
    throw "XnatTools $([XnatTools.ModuleLoader]::Version) is already loaded in this session and version $wanted cannot replace it. Start a new PowerShell session."
}

$inner = Import-Module -Assembly ([XnatTools.ModuleLoader]::Initialize()) -PassThru -Force

# A forced second import forgets the cmdlets of an assembly that is already there (PowerShell issue 20710), and with them where
# their help is: add both again. The methods are internal; an engine without them does not need the repair.
$module = $ExecutionContext.SessionState.Module
$hidden = [Reflection.BindingFlags]'Instance, NonPublic'
$addCmdlet = [Management.Automation.PSModuleInfo].GetMethod('AddExportedCmdlet', $hidden)
if ($addCmdlet) {
    foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
        $null = $addCmdlet.Invoke($module, @(, $cmdlet))
    }
}

$addNested = [Management.Automation.PSModuleInfo].GetMethod('AddNestedModule', $hidden)
if ($addNested -and $module.NestedModules.Count -eq 0) {
    $null = $addNested.Invoke($module, [object[]]@($inner.PSObject.BaseObject))
}

$module.OnRemove = { Disconnect-Xnat -All -ErrorAction SilentlyContinue }
