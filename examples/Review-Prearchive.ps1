#Requires -Version 5.1
<#
.SYNOPSIS
    Reviews what waits in a project's prearchive, before it is archived.
.DESCRIPTION
    Writes one object for each session with what a reviewer looks at: state, scans and files, whether the subject label stands in
    the DICOM header where the patient ID was, whether a dose or protocol picture came along, and whether any anonymisation will
    run. Nothing is changed. Connect first.
.PARAMETER Project
    The project, or Unassigned.
.EXAMPLE
    Connect-Xnat https://xnat.example.org -Credential research1
    ./Review-Prearchive.ps1 -Project DEMO | Where-Object Attention
    Shows only what needs a look.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Project
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

foreach ($session in Get-XnatPrearchive -Project $Project) {
    $notes = New-Object Collections.ArrayList
    $scans = @()
    if (-not $session.IsIdle) {
        $null = $notes.Add("not finished ($($session.Status))")
    }
    else {
        if ($session.Status -ne 'READY') { $null = $notes.Add($session.Status) }
        $scans = @(Get-XnatPrearchiveScan -InputObject $session)
        if ($scans.Count -eq 0) { $null = $notes.Add('no scans') }
        if (@($scans | Where-Object { $_.SeriesDescription -replace '[^A-Za-z]' -match 'dose(info|report)|patientprotocol' }).Count -gt 0) {
            $null = $notes.Add('a dose or protocol picture')
        }

        $patientId = Get-XnatDicomHeader -InputObject $session -Field PatientID -ErrorAction SilentlyContinue
        if (-not $patientId) { $null = $notes.Add('no header could be read') }
        elseif ("$($patientId.Value)" -cne $session.Subject) { $null = $notes.Add('the patient ID is not the subject label') }
    }
    if ($session.PreventAnonymization) { $null = $notes.Add('no anonymisation will run') }

    [pscustomobject]@{
        Session   = $session.Session
        Subject   = $session.Subject
        Status    = $session.Status
        Scans     = $scans.Count
        Files     = [int]($scans | Measure-Object -Property FileCount -Sum).Sum
        Attention = $notes -join '; '
    }
}
