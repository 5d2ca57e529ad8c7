#Requires -Version 5.1
<#
.SYNOPSIS
    Archives what has rested in a project's prearchive and passes the review. Made for the task scheduler.
.DESCRIPTION
    Sessions that are READY and have not changed for some hours are archived, if the subject label stands in the DICOM header where
    the patient ID was and no dose or protocol picture came along. Everything else stays for a person and is listed. Nothing
    archived is ever overwritten.

    Exit codes: 0 everything done, 1 failed, 2 some sessions need a person, 3 login or permission, 5 server unavailable. See
    about_XnatTools_Scheduling.
.PARAMETER Project
    The project.
.PARAMETER Uri
    Address of the XNAT site; the environment's XNAT_URI if not given.
.PARAMETER CredentialFile
    File made with Export-Clixml by the account that runs the task.
.PARAMETER RestHours
    Sessions that changed later than this many hours ago are left alone.
.PARAMETER LogFolder
    Folder of the logs and of the list of what stays.
.PARAMETER KeepLogDays
    Older logs are deleted.
.EXAMPLE
    powershell.exe -NoProfile -NonInteractive -File Invoke-PrearchiveSweep.ps1 -Project DEMO
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Project,
    [string] $Uri = $env:XNAT_URI,
    [string] $CredentialFile = (Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) 'XnatTools/svc.xml'),
    [double] $RestHours = 12,
    [string] $LogFolder = (Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) 'XnatTools/Logs'),
    [int] $KeepLogDays = 90
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$code = 0

# Why a session must stay; nothing when it may be archived.
function Get-Objection($Session, [datetime] $Now) {
    if ($Session.Status -in 'CONFLICT', 'ERROR') { return $Session.Status }
    if ($Session.Status -ne 'READY' -or $Session.LastModified -gt $Now.AddHours(-$RestHours)) { return 'resting' }
    if ($Session.PreventAnonymization) { return 'no anonymisation will run' }
    $scans = @(Get-XnatPrearchiveScan -InputObject $Session)
    if ($scans.Count -eq 0) { return 'no scans' }
    if (@($scans | Where-Object { $_.SeriesDescription -replace '[^A-Za-z]' -match 'dose(info|report)|patientprotocol' }).Count -gt 0) { return 'a dose or protocol picture' }
    $patientId = Get-XnatDicomHeader -InputObject $Session -Field PatientID
    if ("$($patientId.Value)" -cne $Session.Subject) { return 'the patient ID is not the subject label' }
}

$null = New-Item -ItemType Directory -Path $LogFolder -Force
$stamp = Get-Date -Format yyyyMMdd-HHmmss
$null = Start-Transcript -Path (Join-Path $LogFolder "sweep-$stamp.log")
try {
    Get-ChildItem -LiteralPath $LogFolder -Filter 'sweep-*' | Where-Object LastWriteTime -lt (Get-Date).AddDays(-$KeepLogDays) | Remove-Item
    Import-Module XnatTools
    Connect-Xnat -Uri $Uri -Credential (Import-Clixml -LiteralPath $CredentialFile)

    # LastModified is the server's local time; this machine's clock would be a guess, so rest is counted from the newest change seen.
    $sessions = @(Get-XnatPrearchive -Project $Project)
    $now = (Get-Date)
    $newest = $sessions | Sort-Object LastModified | Select-Object -Last 1
    if ($newest -and $newest.LastModified -gt $now) { $now = $newest.LastModified }

    $archived = 0
    $stay = @(foreach ($session in $sessions) {
        $why = Get-Objection $session $now
        if (-not $why) {
            $problem = $null
            $null = Move-XnatPrearchive -InputObject $session -Project $Project -Archive -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem
            if (-not $problem) { $archived++; continue }
            $why = ($problem[0].FullyQualifiedErrorId -split ',')[0]
        }
        [pscustomobject]@{ Session = $session.Session; Subject = $session.Subject; Status = $session.Status; LastModified = $session.LastModified; Why = $why }
    })

    $attention = @($stay | Where-Object Why -ne 'resting')
    Write-Output "$archived archived, $($attention.Count) need a person, $($stay.Count - $attention.Count) are resting."
    if ($attention.Count -gt 0) {
        $attention | Export-Csv -LiteralPath (Join-Path $LogFolder "sweep-$stamp.csv") -NoTypeInformation -Encoding UTF8
        $code = 2
    }
}
catch {
    Write-Warning "$($_.FullyQualifiedErrorId): $($_.Exception.Message)"
    $code = switch ("$($_.CategoryInfo.Category)") {
        { $_ -in 'AuthenticationError', 'PermissionDenied', 'SecurityError' } { 3; break }
        { $_ -in 'ConnectionError', 'ResourceUnavailable', 'ResourceBusy', 'OperationTimeout' } { 5; break }
        default { 1 }
    }
}
finally {
    if (Get-Command Disconnect-Xnat -ErrorAction Ignore) { Disconnect-Xnat -ErrorAction SilentlyContinue }
    $null = Stop-Transcript
}

exit $code
