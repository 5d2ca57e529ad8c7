#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The module in a real engine: loading, exports, isolation, help.

BeforeAll {
    $script:root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $script:manifest = Join-Path $root 'XnatTools.psd1'
    Import-Module $manifest
}

Describe 'Loading' {
    It 'exports exactly what the manifest names' {
        $named = (Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object
        (Get-Command -Module XnatTools).Name | Sort-Object | Should -Be $named
    }

    It 'can be imported again, by force too' {
        Import-Module $manifest
        Import-Module $manifest -Force
        (Get-Command -Module XnatTools).Count | Should -Be (Import-PowerShellDataFile $manifest).CmdletsToExport.Count
        { Get-XnatConnection } | Should -Not -Throw
    }

    It 'can be removed and imported again' {
        Remove-Module XnatTools
        Get-Command Get-XnatConnection -ErrorAction SilentlyContinue -Module XnatTools | Should -BeNullOrEmpty
        Import-Module $manifest
        { Get-XnatConnection } | Should -Not -Throw
    }

    It 'keeps its packages out of the default load context' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $default = [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName().Name }
        $default | Should -Not -Contain 'XnatTools.Commands'
        $default | Should -Not -Contain 'XnatTools.Client'
        $default | Should -Not -Contain 'CsvHelper'
    }

    It 'shows its objects'' types to scripts' {
        ('XnatTools.PacsStudy' -as [type]) | Should -Not -BeNullOrEmpty
    }

    It 'loads in a fresh process without a word' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $said = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "Import-Module '$manifest'; (Get-Command -Module XnatTools).Count" 2>&1
        $said | Should -Be (Import-PowerShellDataFile $manifest).CmdletsToExport.Count
    }
}

Describe 'Commands' {
    It '<_> has a help page with a synopsis' -ForEach @(
        (Import-PowerShellDataFile (Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'XnatTools.psd1')).CmdletsToExport
    ) -Skip:(-not (Test-Path (Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'module/bin/*/en-US'))) {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$_ ``[*"
        @($help.Examples.Example).Count | Should -BeGreaterThan 0
    }

    It 'refuse to work without a connection, by id' {
        { Get-XnatProject -ErrorAction Stop } | Should -Throw -ErrorId 'XnatNotConnected,XnatTools.Commands.GetXnatProjectCommand'
    }

    It 'give an exit code to a scheduled task' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $script = "try { Import-Module '$manifest'; Get-XnatProject -ErrorAction Stop } catch { if (`$_.CategoryInfo.Category -eq 'ConnectionError') { exit 5 }; exit 1 }"
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script
        $LASTEXITCODE | Should -Be 5
    }
}
