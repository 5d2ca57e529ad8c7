#Requires -Version 5.1
<#
.SYNOPSIS
    Imports every CSV file of an inbox folder. Made for the task scheduler.
.DESCRIPTION
    Each NAME.csv of the inbox is imported as a campaign with a ledger beside it. A run that is out of time, was stopped or broke
    off leaves file and ledger where they are, and the next run goes on with it: nothing is asked for or imported twice. When
    every line has its outcome, NAME.result.csv is written with one outcome a line, and the file goes to the folder Done with its
    ledger and report. A file that is not usable at all gets a NAME.findings.csv and stays. A second run at the same time ends
    at once.

    Exit codes: 0 everything done, 1 failed, 2 some rows failed or are still under way, 3 login or permission, 4 a file is
    unusable, 5 server or PACS unavailable. See about_XnatTools_Scheduling.
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
.PARAMETER Window
    When studies may be posted, such as '19:00-07:00'; without it the profile of the PACS says, or always.
.PARAMETER Weekend
    Post on Saturday and Sunday too, all day.
.PARAMETER ProfilePath
    A file of PACS profiles; without it that of the account, when there is one.
.PARAMETER LogFolder
    Folder of the logs.
.PARAMETER KeepLogDays
    Older logs are deleted.
.PARAMETER TimeoutSec
    Longest time for one file, in seconds. The next run goes on after that.
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
    [int] $PollSec = 60,
    [string[]] $Window,
    [switch] $Weekend,
    [string] $ProfilePath
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

function Write-Finding([IO.FileInfo] $File, [string] $Base) {
    Test-XnatCsv -LiteralPath $File.FullName -RequireLabel | Select-Object Line, Column, Code, Severity, Message, Cure |
        Export-Csv -LiteralPath "$Base.findings.csv" -NoTypeInformation -Encoding UTF8
}

function Import-File([IO.FileInfo] $File) {
    $base = Join-Path $File.DirectoryName $File.BaseName
    $failed = New-Object Collections.ArrayList
    $items = @()
    $options = @{ Project = $Project; Pacs = $Pacs; TimeoutSec = $TimeoutSec; PollSec = $PollSec; Weekend = $Weekend }
    if ($Window) { $options.Window = $Window }
    if ($ProfilePath) { $options.Profile = $ProfilePath }
    try {
        $items = @(Invoke-XnatDqrImport -Csv $File.FullName @options -Wait -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +failed)
    }
    catch {
        if ($_.FullyQualifiedErrorId -notmatch '^(Csv|XnatProfile)') { throw }
        Write-Finding $File $base
        Write-Warning "$($File.Name): $($_.Exception.Message) See $($File.BaseName).findings.csv."
        Set-Code 4
        return
    }

    if (-not ($items | Where-Object Outcome -ne 'Invalid')) {
        Write-Finding $File $base
        Write-Warning "$($File.Name): no line is usable; see $($File.BaseName).findings.csv."
        Set-Code 4
        return
    }

    $ledger = "$base.ledger.jsonl"
    $blocked = @($items | Where-Object Outcome -eq 'Blocked')
    if ($blocked.Count -gt 0 -and -not (Test-Path -LiteralPath $ledger)) {
        # Not one line could begin: the file stays until the cause is cured.
        Write-Warning "$($File.Name): $($blocked[0].Reason) Nothing was imported."
        Set-Code 1
        return
    }

    $items | Sort-Object Row | Select-Object Row, @{ n = 'Outcome'; e = { "$($_.Outcome)" } }, Code, Subject, Session, RequestId, Reason |
        Export-Csv -LiteralPath "$base.result.csv" -NoTypeInformation -Encoding UTF8
    $good = 'InPrearchive', 'Archived', 'AlreadyPresent', 'Duplicate'
    $bad = @($items | Where-Object { "$($_.Outcome)" -notin $good })
    Write-Output "$($File.Name): $($items.Count) lines, $($bad.Count) without success."
    if ($bad.Count -gt 0) { Set-Code 2 }

    $import = if (Test-Path -LiteralPath $ledger) { Get-XnatImport -Ledger $ledger }
    if ($import -and -not $import.IsEnded) {
        $import.Stalls | ForEach-Object { Write-Warning "$($File.Name): $($_.Message) $($_.Cure)" }
        Write-Output "$($File.Name): not at its end; the next run goes on with it."
        return
    }

    $done = Join-Path $File.DirectoryName 'Done'
    $null = New-Item -ItemType Directory -Path $done -Force
    $stamped = Join-Path $done ('{0:yyyyMMdd-HHmmss}-{1}' -f (Get-Date), $File.BaseName)
    if ($import) {
        $null = Export-XnatImportReport -Ledger $ledger -Path $stamped -Force
        Move-Item -LiteralPath $ledger -Destination "$stamped.ledger.jsonl"
        Remove-Item -LiteralPath "$ledger.lock" -ErrorAction SilentlyContinue
    }

    Move-Item -LiteralPath $File.FullName -Destination "$stamped.csv"
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
        $credential = try { Import-Clixml -LiteralPath $CredentialFile } catch { Write-Warning "$($_.Exception.Message) Make the file as the account that runs the task." }
        if ($credential) { Connect-Xnat -Uri $Uri -Credential $credential }
        if (-not $credential) {
            Set-Code 3
        }
        elseif (-not (Test-XnatPacs -Pacs $Pacs -Quiet)) {
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
