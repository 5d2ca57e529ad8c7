# Reads every .ps1 of a folder with the real parser; commands and parameters of the module must exist. Writes one line a fault.
param([string] $Manifest, [string] $Folder)
$ErrorActionPreference = 'Stop'
Import-Module $Manifest
foreach ($file in Get-ChildItem -LiteralPath $Folder -Recurse -Filter *.ps1 | Sort-Object FullName) {
    $name = $file.FullName.Substring($Folder.Length).TrimStart('/', '\')
    $tokens = $null; $errors = $null
    $ast = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $tokens, [ref] $errors)
    # Windows PowerShell 5.1 does not have these.
    foreach ($one in $tokens | Where-Object { "$($_.Kind)" -in 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr' }) {
        "$($name): line $($one.Extent.StartLineNumber): '$($one.Text)' needs PowerShell 7"
    }
    foreach ($one in $errors) { "$($name): line $($one.Extent.StartLineNumber): $($one.Message)" }
    foreach ($call in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
        $command = $call.GetCommandName()
        if ($command -notmatch '^\w+-(Xnat|Pacs|Dicom)') { continue }
        $found = Get-Command -Name $command -Module XnatTools -ErrorAction Ignore
        if (-not $found) { "$($name): line $($call.Extent.StartLineNumber): there is no $command"; continue }
        foreach ($element in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
            try { $null = $found.ResolveParameter($element.ParameterName) }
            catch { "$($name): line $($element.Extent.StartLineNumber): $command has no -$($element.ParameterName)" }
        }
    }
}
