#Requires -Version 5.1
<#
.SYNOPSIS
    Imports every CSV file of an inbox folder. Made for the task scheduler.
.DESCRIPTION
    For each NAME.csv of the inbox a NAME.result.csv is written with one outcome a line, and the file goes to the folder Done. A
    file that is not usable at all gets a NAME.findings.csv and stays. What the project or its prearchive already have is not
    imported again, so a run that was broken off is simply run again. A second run at the same time ends at once.

    Exit codes: 0 everything done, 1 failed, 2 some rows failed, 3 login or permission, 4 a file is unusable, 5 server or PACS
    unavailable. See about_XnatTools_Scheduling.
.PARAMETER Inbox
    Folder of the CSV files.
.PARAMETER Uri
    Address of the XNAT site; the environment's XNAT_URI if not given.
.PARAMETER CredentialFile
    File made with Export-Clixml by the account that runs the task.
.PARAMETER Project
    Project to import into.
.PARAMETER Pacs
    The PACS, by number, name or AE title.
.PARAMETER LogFolder
    Folder of the logs.
.PARAMETER KeepLogDays
    Older logs are deleted.
.PARAMETER TimeoutSec
    Longest wait for the images of one file, in seconds. The server goes on after that.
.PARAMETER PollSec
    Time between two looks at the server, in seconds.
.EXAMPLE
    powershell.exe -NoProfile -NonInteractive -File Invoke-NightlyImport.ps1 -Inbox D:\Inbox -Project DEMO -Pacs 1
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Inbox,
    [Parameter(Mandatory)] [string] $Project,
    [Parameter(Mandatory)] [string] $Pacs,
    [string] $Uri = $env:XNAT_URI,
    [string] $CredentialFile = (Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) 'XnatTools/svc.xml'),
    [string] $LogFolder = (Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) 'XnatTools/Logs'),
    [int] $KeepLogDays = 90,
    [int] $TimeoutSec = 28800,
    [int] $PollSec = 60
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$code = 0
$lock = $null

# The worst code wins; 3 and 5 end the run where they occur.
function Set-Code([int] $Value) { if ($script:code -lt $Value) { $script:code = $Value } }

function Get-ExitCode($ErrorRecord) {
    switch ("$($ErrorRecord.CategoryInfo.Category)") {
        { $_ -in 'AuthenticationError', 'PermissionDenied', 'SecurityError' } { return 3 }
        { $_ -in 'ConnectionError', 'ResourceUnavailable', 'ResourceBusy', 'OperationTimeout' } { return 5 }
    }
    1
}

function ConvertTo-Result($ErrorRecord) {
    $target = $ErrorRecord.TargetObject
    $id = ($ErrorRecord.FullyQualifiedErrorId -split ',')[0]
    $outcome = if ($target -is [XnatTools.ImportItem]) { "$($target.Outcome)" } elseif ($id -eq 'CsvRowInvalid') { 'Invalid' } else { 'Failed' }
    [pscustomobject]@{ Row = $target.Row; Outcome = $outcome; Code = $id; Subject = $target.Subject; Session = $target.Session; RequestId = $null; Reason = $ErrorRecord.Exception.Message }
}

function Import-File([IO.FileInfo] $File) {
    $base = Join-Path $File.DirectoryName $File.BaseName
    $failed = New-Object Collections.ArrayList
    $rows = @()
    try { $rows = @(Import-XnatCsv -LiteralPath $File.FullName -RequireLabel -ErrorAction SilentlyContinue -ErrorVariable +failed) }
    catch { if ($_.FullyQualifiedErrorId -notlike 'Csv*') { throw } }
    if ($rows.Count -eq 0) {
        Test-XnatCsv -LiteralPath $File.FullName -RequireLabel | Select-Object Line, Column, Code, Severity, Message, Cure |
            Export-Csv -LiteralPath "$base.findings.csv" -NoTypeInformation -Encoding UTF8
        Write-Warning "$($File.Name): no line is usable; see $($File.BaseName).findings.csv."
        Set-Code 4
        return
    }

    $items = @($rows | Find-PacsStudy -Pacs $Pacs -ErrorAction SilentlyContinue -ErrorVariable +failed |
        Select-PacsSeries -ErrorAction SilentlyContinue -ErrorVariable +failed |
        Invoke-XnatDqrImport -Project $Project -Pacs $Pacs -Wait -TimeoutSec $TimeoutSec -PollSec $PollSec -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +failed)

    $known = @{}
    $results = @(foreach ($item in $items) {
        $known[$item.Row] = $true
        $item | Select-Object Row, @{ n = 'Outcome'; e = { "$($_.Outcome)" } }, Code, Subject, Session, RequestId, Reason
    })
    $results += @($failed | ForEach-Object { ConvertTo-Result $_ } | Where-Object { -not $known.ContainsKey($_.Row) })
    $results | Sort-Object Row | Export-Csv -LiteralPath "$base.result.csv" -NoTypeInformation -Encoding UTF8

    $good = 'InPrearchive', 'Archived', 'AlreadyPresent', 'Duplicate'
    $bad = @($results | Where-Object { $_.Outcome -notin $good })
    Write-Output "$($File.Name): $($results.Count) lines, $($bad.Count) without success."
    if ($bad.Count -gt 0) { Set-Code 2 }

    $done = Join-Path $File.DirectoryName 'Done'
    $null = New-Item -ItemType Directory -Path $done -Force
    Move-Item -LiteralPath $File.FullName -Destination (Join-Path $done ('{0:yyyyMMdd-HHmmss}-{1}' -f (Get-Date), $File.Name))
}

$null = New-Item -ItemType Directory -Path $LogFolder -Force
try {
    # Held open for the whole run; a file left behind by a crash does not matter.
    $lock = [IO.File]::Open((Join-Path $Inbox '.import.lock'), 'OpenOrCreate', 'ReadWrite', 'None')
}
catch [IO.IOException] {
    if (Test-Path -LiteralPath $Inbox) { Write-Output 'Another import is running.'; exit 0 }
    Write-Warning 'The inbox folder does not exist.'
    exit 4
}

$null = Start-Transcript -Path (Join-Path $LogFolder "import-$(Get-Date -Format yyyyMMdd-HHmmss).log")
try {
    Get-ChildItem -LiteralPath $LogFolder -Filter 'import-*.log' | Where-Object LastWriteTime -lt (Get-Date).AddDays(-$KeepLogDays) | Remove-Item
    $files = @(Get-ChildItem -LiteralPath $Inbox -Filter *.csv -File | Where-Object Name -notmatch '\.(result|findings)\.csv$' | Sort-Object LastWriteTime)
    Write-Output "$($files.Count) files."
    if ($files.Count -gt 0) {
        Import-Module XnatTools
        Connect-Xnat -Uri $Uri -Credential (Import-Clixml -LiteralPath $CredentialFile)
        if (-not (Test-XnatPacs -Pacs $Pacs -Quiet)) {
            Write-Warning 'The PACS does not answer.'
            Set-Code 5
        }
        else {
            foreach ($file in $files) { Import-File $file }
        }
    }
}
catch {
    Write-Warning "$($_.FullyQualifiedErrorId): $($_.Exception.Message)"
    $code = Get-ExitCode $_
}
finally {
    if (Get-Command Disconnect-Xnat -ErrorAction Ignore) { Disconnect-Xnat -ErrorAction SilentlyContinue }
    $null = Stop-Transcript
    $lock.Dispose()
}

exit $code
