#Requires -Version 5.1
<#
.SYNOPSIS
    Front door for people with PowerShell. All work is in MSBuild and in the programs under tools/.
.PARAMETER Task
    Build: compile everything and fill module/. Test: all tests. Demo: the main job in PowerShell against the sandbox.
    Package: artifacts/ with the module folder, its zip, checksums and notices.
.EXAMPLE
    ./build.ps1 -Task Build, Demo
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Package')]
    [string[]] $Task = @('Build'),

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) ended with $LASTEXITCODE."
    }
}

function Invoke-Demo {
    $program = [IO.Path]::Combine($PSScriptRoot, 'src', 'XnatTools.Sandbox', 'bin', $Configuration, 'net10.0', 'XnatTools.Sandbox.dll')
    $start = New-Object Diagnostics.ProcessStartInfo 'dotnet', "`"$program`" serve --json"
    $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $sandbox = [Diagnostics.Process]::Start($start)
    try {
        $about = $sandbox.StandardOutput.ReadLine() | ConvertFrom-Json
        $example = [IO.Path]::Combine($PSScriptRoot, 'examples', 'Import-Cohort.ps1')
        $secret = ConvertTo-SecureString $about.password -AsPlainText -Force
        & $example -Uri $about.url -Credential (New-Object Management.Automation.PSCredential $about.user, $secret) -Project $about.project -Pacs $about.pacsId |
            Format-Table -AutoSize -Property Row, Outcome, Subject, Session, Code, Reason
    }
    finally {
        if (-not $sandbox.HasExited) {
            $sandbox.Kill()
        }
        $sandbox.WaitForExit()
    }
}

Push-Location $PSScriptRoot
try {
    foreach ($one in $Task) {
        switch ($one) {
            'Build' { Invoke-Dotnet build -c $Configuration }
            'Test' { Invoke-Dotnet test -c $Configuration }
            'Demo' { Invoke-Dotnet build -c $Configuration; Invoke-Demo }
            'Package' { Invoke-Dotnet build -c Release; Invoke-Dotnet run -c Release --no-build --project tools/XnatTools.Pack }
        }
    }
}
finally {
    Pop-Location
}
