@{
    RootModule = 'module/XnatTools.psm1'
    ModuleVersion = '0.1.0'
    GUID = '6f0a6a53-1b7c-4d0e-9a55-2f6f3f1f7c11'
    Author = 'XnatTools contributors'
    CompanyName = 'XnatTools contributors'
    Copyright = 'XnatTools contributors. MIT licence.'
    Description = 'Find studies on a clinical PACS through XNAT, relabel them, import them in bulk from CSV files, follow the queue, review the prearchive and archive into projects.'
    PowerShellVersion = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions = @('Desktop', 'Core')
    FormatsToProcess = @('module/XnatTools.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Connect-Xnat'
        'ConvertFrom-XnatDqrJson'
        'ConvertTo-XnatDqrJson'
        'Disconnect-Xnat'
        'Find-PacsStudy'
        'Get-PacsSeries'
        'Get-XnatConnection'
        'Get-XnatDicomHeader'
        'Get-XnatImportHistory'
        'Get-XnatImportQueue'
        'Get-XnatPacs'
        'Get-XnatPrearchive'
        'Get-XnatPrearchiveScan'
        'Get-XnatProject'
        'Import-XnatCsv'
        'Invoke-XnatDqrImport'
        'Move-XnatPrearchive'
        'New-XnatCsv'
        'Remove-XnatImportQueue'
        'Remove-XnatPrearchive'
        'Repair-XnatCsv'
        'Select-PacsSeries'
        'Set-XnatLabel'
        'Test-XnatConnection'
        'Test-XnatCsv'
        'Test-XnatPacs'
        'Update-XnatPrearchive'
    )
    VariablesToExport = @()
    AliasesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('XNAT', 'DICOM', 'PACS', 'DQR', 'Imaging', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
