#Requires -Version 5.1
<#
.SYNOPSIS
    The whole job: from a CSV file of studies to archived sessions in a project.
.DESCRIPTION
    Connects, checks the file, repairs what can be repaired without guessing, finds the studies on the PACS, leaves out dose and
    protocol series, sets labels where the file has none, imports, waits, reviews what arrived in the prearchive, and archives it.
    At the end every line of the file has exactly one outcome, and a file of results lies in the output folder.

    Nothing is archived that did not arrive completely or that still carries an original patient ID. With -WhatIf nothing is
    imported or archived.
.PARAMETER Uri
    Address of the XNAT site.
.PARAMETER Credential
    XNAT user and password.
.PARAMETER Project
    Project to import into. DQR must be enabled for it.
.PARAMETER Pacs
    The PACS, by number, name or AE title.
.PARAMETER Path
    The CSV file. Without it the example file beside this script.
.PARAMETER OutputFolder
    Where the repaired file and the results are written. Without it the folder of temporary files.
.PARAMETER LabelPrefix
    Lines without a subject label get PREFIX_001, PREFIX_002 and so on.
.PARAMETER TimeoutSec
    Longest wait for the images, in seconds.
.PARAMETER PollSec
    Time between two looks at the server, in seconds.
.PARAMETER NoArchive
    Leave everything in the prearchive.
.EXAMPLE
    ./Import-Cohort.ps1 -Uri https://xnat.example.org -Credential research1 -Project DEMO -Pacs 1 -Path cohort.csv -WhatIf
    Does everything up to the import, and shows what would be imported.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [uri] $Uri,
    [Parameter(Mandatory)] [pscredential] [Management.Automation.Credential()] $Credential,
    [Parameter(Mandatory)] [string] $Project,
    [Parameter(Mandatory)] [string] $Pacs,
    [string] $Path,
    [string] $OutputFolder,
    [string] $LabelPrefix = 'COHORT',
    [int] $TimeoutSec = 3600,
    [int] $PollSec = 15,
    [switch] $NoArchive
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# Beside a checkout the module stands one folder up; installed, it is found by name.
$manifest = [IO.Path]::Combine($PSScriptRoot, '..', 'XnatTools.psd1')
if (Test-Path -LiteralPath $manifest) { Import-Module $manifest } else { Import-Module XnatTools }

if (-not $Path) { $Path = [IO.Path]::Combine($PSScriptRoot, 'cohort.csv') }
if (-not $OutputFolder) { $OutputFolder = [IO.Path]::GetTempPath() }
$name = [IO.Path]::GetFileNameWithoutExtension($Path)
$fixed = [IO.Path]::Combine($OutputFolder, "$name.fixed.csv")
$results = [IO.Path]::Combine($OutputFolder, "$name.result.csv")

function Write-Step([string] $Text) { Write-Information $Text -InformationAction Continue }

# What a table of results shows.
$columns = New-Object Management.Automation.PSPropertySet 'DefaultDisplayPropertySet', ([string[]] ('Row', 'Outcome', 'Session', 'Code'))
$shown = [Management.Automation.PSMemberInfo[]] @($columns)

# One line of the result file. Row numbers, labels and codes identify nobody.
function New-Result($Row, $Outcome, $Code, $Subject, $Session, $Reason) {
    $result = [pscustomobject]@{ Row = $Row; Outcome = "$Outcome"; Code = $Code; Subject = $Subject; Session = $Session; Reason = $Reason }
    Add-Member -InputObject $result -MemberType MemberSet -Name PSStandardMembers -Value $shown -PassThru
}

# What an error says about its row: the target is the row, or the item with the outcome.
function ConvertTo-Result($ErrorRecord) {
    $target = $ErrorRecord.TargetObject
    $code = ($ErrorRecord.FullyQualifiedErrorId -split ',')[0]
    $outcome = if ($target -is [XnatTools.ImportItem]) { $target.Outcome } elseif ($code -eq 'CsvRowInvalid') { 'Invalid' } else { 'Failed' }
    New-Result $target.Row $outcome $code $target.Subject $target.Session $ErrorRecord.Exception.Message
}

$connection = Connect-Xnat -Uri $Uri -Credential $Credential -PassThru
try {
    Write-Step "1. Connected as $($connection.UserName), XNAT $($connection.Version), DQR $($connection.DqrVersion)."

    $findings = @(Test-XnatCsv -LiteralPath $Path)
    $errors = @($findings | Where-Object Severity -eq 'Error')
    Write-Step "2. Findings in the file: $($findings.Count), errors among them: $($errors.Count)."
    if (@($findings | Where-Object CanRepair).Count -gt 0) {
        Repair-XnatCsv -LiteralPath $Path -Destination $fixed -Force -Confirm:$false -WhatIf:$false -WarningAction SilentlyContinue | Out-Null
        Write-Step "   A copy with what can be repaired without guessing is $fixed."
    }

    $failed = New-Object Collections.ArrayList
    # From the original, which is repaired while it is read: so line numbers are those of the file that the user knows.
    $rows = @(Import-XnatCsv -LiteralPath $Path -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable +failed)
    Write-Step "3. $($rows.Count) lines are usable."

    $found = @($rows | Find-PacsStudy -Pacs $Pacs -ErrorAction SilentlyContinue -ErrorVariable +failed)
    Write-Step "4. $($found.Count) studies are on the PACS."

    $chosen = @($found | Select-PacsSeries -ErrorAction SilentlyContinue -ErrorVariable +failed)
    $leftOut = @($chosen | ForEach-Object { $_.ExcludedSeries })
    Write-Step "5. $($leftOut.Count) series are left out$(if ($leftOut) { ': ' + (@($leftOut.ExcludedBecause | Sort-Object -Unique) -join '; ') })."

    # Labels of the file stay; only lines without a subject get one by number.
    $labelled = @($chosen | Where-Object { $_.Subject })
    $unlabelled = @($chosen | Where-Object { -not $_.Subject })
    if ($unlabelled) {
        $labelled += @($unlabelled | Set-XnatLabel -Subject "${LabelPrefix}_{0:000}" -Project $Project -ErrorAction SilentlyContinue -ErrorVariable +failed)
    }
    Write-Step "6. $($labelled.Count) studies have labels."

    $items = @($labelled | Invoke-XnatDqrImport -Project $Project -Pacs $Pacs -Wait -TimeoutSec $TimeoutSec -PollSec $PollSec -ErrorAction SilentlyContinue -ErrorVariable +failed)
    Write-Step "7. Imported: $(@($items | Where-Object Outcome -eq 'InPrearchive').Count) sessions wait in the prearchive."

    $outcome = @{}
    foreach ($item in $items) {
        $outcome[$item.Row] = New-Result $item.Row $item.Outcome $item.Code $item.Subject $item.Session $item.Reason
    }
    foreach ($one in $failed) {
        $result = ConvertTo-Result $one
        if (-not $outcome.ContainsKey($result.Row)) { $outcome[$result.Row] = $result }
    }
    # With -WhatIf nothing was asked of the server, so nothing became of these.
    foreach ($study in $labelled) {
        if (-not $outcome.ContainsKey($study.Row)) { $outcome[$study.Row] = New-Result $study.Row 'Planned' $null $study.Subject $study.Session $null }
    }

    # Review: the subject label must stand where the patient ID was.
    $arrived = @($items | Where-Object Outcome -eq 'InPrearchive')
    $ready = New-Object Collections.ArrayList
    foreach ($item in $arrived) {
        $session = Get-XnatPrearchive -Project $Project -Session $item.Session | Where-Object StudyInstanceUid -eq $item.StudyInstanceUid
        $patientId = $session | Get-XnatDicomHeader -Field PatientID
        if ("$($patientId.Value)" -ceq $item.Subject) {
            $null = $ready.Add($session)
        }
        else {
            $outcome[$item.Row] = New-Result $item.Row 'InPrearchive' 'ReviewFailed' $item.Subject $item.Session 'The patient ID is not the subject label.'
        }
    }
    Write-Step "8. Reviewed: $($ready.Count) of $($arrived.Count) sessions carry their labels."

    if (-not $NoArchive -and $ready.Count -gt 0) {
        $notArchived = New-Object Collections.ArrayList
        $archived = @($ready | Move-XnatPrearchive -Project $Project -Archive -PollSec 1 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable +notArchived)
        foreach ($session in $archived) {
            $row = @($arrived | Where-Object Session -eq $session.Session)[0].Row
            $outcome[$row] = New-Result $row 'Archived' $null $session.Subject $session.Session $null
        }
        foreach ($one in $notArchived) {
            $row = @($arrived | Where-Object Session -eq $one.TargetObject.Session)[0].Row
            $outcome[$row] = New-Result $row 'InPrearchive' ($one.FullyQualifiedErrorId -split ',')[0] $one.TargetObject.Subject $one.TargetObject.Session $one.Exception.Message
        }
        Write-Step "9. $($archived.Count) sessions are archived in $Project."
    }

    $all = @($outcome.Values | Sort-Object Row)
    $all | Export-Csv -LiteralPath $results -NoTypeInformation -Encoding UTF8 -WhatIf:$false
    Write-Step "The outcome of each line is in $results."
    $all
}
finally {
    Disconnect-Xnat -Connection $connection
}
