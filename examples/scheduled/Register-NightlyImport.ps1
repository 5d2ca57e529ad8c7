#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
    Registers the nightly import and the prearchive sweep with the Windows task scheduler.
.DESCRIPTION
    Both tasks run as a group-managed service account, whose password nobody knows and Windows changes by itself. The account needs
    the right to log on as a batch job, to change the inbox and the log folder, and to read this folder.

    The XNAT password is a different one: make its file once as that account (about_XnatTools_Connections), or use
    Connect-Xnat -UseDefaultCredential where the site accepts Windows logins.
.PARAMETER Account
    The managed account, such as HOSPITAL\svc-xnat$.
.PARAMETER Inbox
    Folder of the CSV files.
.PARAMETER Project
    Project to import into.
.PARAMETER Pacs
    The PACS, by number, name or AE title.
.PARAMETER Uri
    Address of the XNAT site.
.PARAMETER Engine
    powershell.exe for Windows PowerShell 5.1, pwsh.exe for PowerShell 7.
.PARAMETER ImportAt
    Time of the import; in the evening, when PACS and network are free.
.PARAMETER SweepAt
    Time of the sweep.
.PARAMETER Window
    When studies may be posted.
.EXAMPLE
    ./Register-NightlyImport.ps1 -Account HOSPITAL\svc-xnat$ -Inbox D:\Inbox -Project DEMO -Pacs 1 -Uri https://xnat.example.org
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Account,
    [Parameter(Mandatory)] [string] $Inbox,
    [Parameter(Mandatory)] [string] $Project,
    [Parameter(Mandatory)] [string] $Pacs,
    [Parameter(Mandatory)] [string] $Uri,
    [ValidateSet('powershell.exe', 'pwsh.exe')] [string] $Engine = 'powershell.exe',
    [string] $ImportAt = '19:00',
    [string] $SweepAt = '06:00',
    [string] $Window = '19:00-07:00'
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$principal = New-ScheduledTaskPrincipal -UserId $Account -LogonType Password -RunLevel Limited
$settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit (New-TimeSpan -Hours 11)
$common = '-NoProfile -NonInteractive -File'
$tasks = @(
    @{
        Name      = 'XnatTools nightly import'
        At        = $ImportAt
        Arguments = "$common `"$PSScriptRoot\Invoke-NightlyImport.ps1`" -Inbox `"$Inbox`" -Project `"$Project`" -Pacs `"$Pacs`" -Uri `"$Uri`" -Window `"$Window`" -Weekend -TimeoutSec 37800"
    }
    @{
        Name      = 'XnatTools prearchive sweep'
        At        = $SweepAt
        Arguments = "$common `"$PSScriptRoot\Invoke-PrearchiveSweep.ps1`" -Project `"$Project`" -Uri `"$Uri`""
    }
)

foreach ($task in $tasks) {
    if ($PSCmdlet.ShouldProcess($task.Name, "Register as $Account")) {
        Register-ScheduledTask -TaskName $task.Name -TaskPath '\XnatTools\' -Principal $principal -Settings $settings -Force `
            -Action (New-ScheduledTaskAction -Execute $Engine -Argument $task.Arguments) `
            -Trigger (New-ScheduledTaskTrigger -Daily -At $task.At) `
            -Description 'See about_XnatTools_Scheduling. Exit codes: 0 done, 1 failed, 2 some failed, 3 login, 4 input, 5 unavailable.'
    }
}
