# A sandbox for these tests: the one named by XNATTOOLS_SANDBOX (its line of JSON), else one started here.
$script:root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)

function Start-TestSandbox {
    if ($env:XNATTOOLS_SANDBOX) {
        return [pscustomobject]@{ About = $env:XNATTOOLS_SANDBOX | ConvertFrom-Json; Process = $null }
    }

    $program = Get-ChildItem -Path (Join-Path $script:root 'src/XnatTools.Sandbox/bin/*/net10.0/XnatTools.Sandbox.dll') |
        Sort-Object LastWriteTime | Select-Object -Last 1
    $start = New-Object Diagnostics.ProcessStartInfo 'dotnet', "`"$($program.FullName)`" serve --json"
    $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $process = [Diagnostics.Process]::Start($start)
    [pscustomobject]@{ About = $process.StandardOutput.ReadLine() | ConvertFrom-Json; Process = $process }
}

function Stop-TestSandbox($Sandbox) {
    if ($Sandbox.Process) {
        $Sandbox.Process.Kill()
        $Sandbox.Process.WaitForExit()
    }
}

function Connect-TestSandbox($Sandbox) {
    $about = $Sandbox.About
    $secret = ConvertTo-SecureString $about.password -AsPlainText -Force
    Connect-Xnat -Uri $about.url -Credential (New-Object Management.Automation.PSCredential $about.user, $secret)
}
