#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The main job in a real engine against the sandbox.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Sandbox.ps1')
    Import-Module (Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'XnatTools.psd1')
    $script:sandbox = Start-TestSandbox
    Connect-TestSandbox $sandbox
    $script:project = $sandbox.About.project
    $script:folder = Join-Path ([IO.Path]::GetTempPath()) ('xnattools-pester-' + [guid]::NewGuid().ToString('N'))
    $null = New-Item -ItemType Directory $folder

    # Every study of the PACS, by hand; then a sheet of their accession numbers.
    $script:studies = @(Find-PacsStudy -PatientId P1* -AllowWildcard)
    $script:csv = Join-Path $folder 'cohort.csv'
    $n = 0
    $studies | Where-Object AccessionNumber | Group-Object AccessionNumber | Where-Object Count -eq 1 | ForEach-Object { $_.Group[0] } |
        ForEach-Object { $n++; [pscustomobject]@{ 'Accession Number' = $_.AccessionNumber; Subject = 'PT_{0:000}' -f $n; Session = 'PT_{0:000}_1' -f $n } } |
        Export-Csv -LiteralPath $csv -NoTypeInformation
}

AfterAll {
    Disconnect-Xnat -All
    Stop-TestSandbox $sandbox
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Finding' {
    It 'finds studies by hand' {
        $studies.Count | Should -BeGreaterThan 5
    }

    It 'finds one study for each row of a checked file' {
        Test-XnatCsv $csv -Quiet | Should -BeTrue
        $rows = @(Import-XnatCsv $csv)
        $found = @($rows | Find-PacsStudy -Pacs 1)
        $found.Count | Should -Be $rows.Count
        $found[0].Subject | Should -Be $rows[0].Subject
    }

    It 'binds rows of Import-Csv by their headings' {
        $found = @(Import-Csv -LiteralPath $csv | Select-Object -First 2 | Find-PacsStudy)
        $found.Count | Should -Be 2
        $found[0].Session | Should -Be 'PT_001_1'
    }

    It 'gives a row without a study its own error and goes on' {
        $bad = $null
        $found = @([pscustomobject]@{ 'Accession Number' = 'NOSUCH1' }, (Import-Csv -LiteralPath $csv)[0] | Find-PacsStudy -ErrorVariable bad -ErrorAction SilentlyContinue)
        $found.Count | Should -Be 1
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -Be 'PacsStudyNotFound,XnatTools.Commands.FindPacsStudyCommand'
        $bad[0].TargetObject.Outcome | Should -Be 'NotFound'
        $bad[0].TargetObject.Row | Should -Be 1
    }

    It 'stops after the first' {
        @(Import-XnatCsv $csv | Find-PacsStudy -ChunkSize 2 | Select-Object -First 1).Count | Should -Be 1
    }
}

Describe 'Looks' {
    It 'fits 120 columns and shows no name' {
        $found = @(Import-XnatCsv $csv | Find-PacsStudy)
        $names = $found.PatientName | Where-Object { $_ } | Select-Object -Unique
        $texts = @(
            $found | Out-String -Width 120
            $found | Format-List | Out-String -Width 120
            $found | Select-Object -First 1 | Get-PacsSeries | Out-String -Width 120
            Import-XnatCsv $csv | Out-String -Width 120
            Get-XnatPacs | Out-String -Width 120
            Get-XnatProject -Detailed | Out-String -Width 120
            Get-XnatConnection | Out-String -Width 120
            Test-XnatConnection | Out-String -Width 120
            Test-XnatPacs | Out-String -Width 120
        )
        foreach ($text in $texts) {
            ($text -split "`r?`n" | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 120
            foreach ($name in $names) { $text | Should -Not -BeLike "*$name*" }
        }

        $texts[0] | Should -Match 'AccessionNumber'
    }
}

Describe 'DICOM' {
    BeforeAll {
        # Small files made by hand: meta group, UIDs and a patient.
        function Add-Element($Stream, [int]$Group, [int]$Element, [string]$VR, [string]$Text) {
            $value = [Text.Encoding]::ASCII.GetBytes($Text)
            if ($value.Length % 2) { $value += [byte]$(if ($VR -eq 'UI') { 0 } else { 32 }) }
            foreach ($bytes in [BitConverter]::GetBytes([uint16]$Group), [BitConverter]::GetBytes([uint16]$Element), [Text.Encoding]::ASCII.GetBytes($VR), [BitConverter]::GetBytes([uint16]$value.Length), $value) {
                $Stream.Write($bytes, 0, $bytes.Length)
            }
        }

        function New-DicomFile([string]$Path, [string]$Instance) {
            $stream = New-Object IO.MemoryStream
            $stream.Write((New-Object byte[] 128), 0, 128)
            $stream.Write([Text.Encoding]::ASCII.GetBytes('DICM'), 0, 4)
            Add-Element $stream 0x0002 0x0002 UI '1.2.840.10008.5.1.4.1.1.4'
            Add-Element $stream 0x0002 0x0003 UI $Instance
            Add-Element $stream 0x0002 0x0010 UI '1.2.840.10008.1.2.1'
            Add-Element $stream 0x0008 0x0016 UI '1.2.840.10008.5.1.4.1.1.4'
            Add-Element $stream 0x0008 0x0018 UI $Instance
            Add-Element $stream 0x0008 0x0060 CS 'MR'
            Add-Element $stream 0x0010 0x0010 PN 'SECRETNAME^X'
            Add-Element $stream 0x0010 0x0020 LO 'PESTER'
            Add-Element $stream 0x0020 0x000D UI '1.2.3.4.5.6'
            Add-Element $stream 0x0020 0x000E UI '1.2.3.4.5.6.1'
            [IO.File]::WriteAllBytes($Path, $stream.ToArray())
        }

        $script:dicom = (New-Item -ItemType Directory (Join-Path $folder 'dicom')).FullName
        New-DicomFile (Join-Path $dicom 'one.dcm') '1.2.3.4.5.6.1.1'
        New-DicomFile (Join-Path $dicom 'two[1].dcm') '1.2.3.4.5.6.1.2'
    }

    It 'reads headers by path, by wildcard and from the pipeline' {
        (Get-DicomHeader (Join-Path $dicom 'one.dcm') PatientID).Value | Should -Be 'PESTER'
        @(Get-DicomHeader (Join-Path $dicom '*.dcm') -Field '(0008,*)').Count | Should -Be 6
        @(Get-ChildItem -LiteralPath $dicom -File | Get-DicomHeader -Field Modality).Value | Should -Be 'MR', 'MR'
        @(Get-DicomHeader -LiteralPath (Join-Path $dicom 'two[1].dcm')  | Select-Object -First 2).Count | Should -Be 2
        (TabExpansion2 'Get-DicomHeader x -Field PatientI').CompletionMatches.CompletionText | Should -Contain 'PatientID'
    }

    It 'de-identifies, compares and audits' {
        $script = Join-Path $folder 'project.das'
        Set-Content -LiteralPath $script -Encoding Ascii -Value 'version "6.6"', '(0010,0010) := subject', '(0010,0020) := subject'
        $out = Join-Path $folder 'protected'
        $arguments = @{ Script = $script; Destination = $out; Subject = 'S1' }
        @(Get-ChildItem -LiteralPath $dicom -File | Protect-Dicom @arguments -WhatIf | Where-Object Keyword -eq PatientID).After | Should -Be 'S1', 'S1'
        @(Get-ChildItem -LiteralPath $dicom -File | Protect-Dicom @arguments).Outcome | Should -Be 'Protected', 'Protected'
        @(Protect-Dicom $dicom @arguments | Where-Object Outcome -eq AlreadyDone).Count | Should -Be 2
        @(Get-DicomHeader (Join-Path $out 'one.dcm') 'Patient*' -ReferencePath $dicom).Tag | Should -Be '(0010,0010)', '(0010,0020)'
        $scan = Test-DicomIdentity $out -Subject S1 -Known SECRETNAME
        $scan.Passed | Should -BeTrue
        "$($scan.Findings.Reason)" | Should -Not -Match 'SECRETNAME'
        Test-DicomIdentity $dicom -Known SECRETNAME -Quiet | Should -BeFalse
        @(Test-DicomEditScript $script -ConfidentialityProfile Basic | Where-Object Rule -eq LeftAlone).Keyword | Should -Contain 'AccessionNumber'
        ($scan.Findings | Format-Table | Out-String -Width 120) -split "`n" | Where-Object { $_.TrimEnd().Length -gt 120 } | Should -BeNullOrEmpty
    }

    It 'fails closed, rejects, marks, names and shows what XNAT would do' {
        function Set-Script($Name, $Lines) {
            $path = Join-Path $folder $Name
            Set-Content -LiteralPath $path -Encoding Ascii -Value $Lines
            $path
        }
        $one = Join-Path $dicom 'one.dcm'
        $out = Join-Path $folder 'closed'
        $quiet = @{ ErrorVariable = 'bad'; ErrorAction = 'SilentlyContinue' }

        (Protect-Dicom $one (Set-Script 'reject.das' 'version "6.6"', 'reject[]') -Destination $out @quiet).Outcome | Should -Be 'Rejected'
        $bad[0].FullyQualifiedErrorId | Should -Be 'DicomEditRejected,XnatTools.Commands.ProtectDicomCommand'
        (Protect-Dicom $one (Set-Script 'fail.das' 'version "6.6"', '(0010,0010) := "X"', '(0008,0021) := shiftDateByIncrement[(0008,0021), 3]') -Destination $out @quiet).Reason |
            Should -Match '^Line 3: '
        @(Get-ChildItem -LiteralPath $out -Filter *.dcm).Count | Should -Be 0

        $wrong = Set-Script 'wrong.das' ' version "6.6"', '-(0010,0010)'
        { Protect-Dicom $one $wrong -Destination $out } | Should -Throw -ErrorId 'DicomEditInvalid,XnatTools.Commands.ProtectDicomCommand'
        Test-DicomEditScript $wrong -Quiet | Should -BeFalse
        Protect-Dicom $one $wrong -Destination $out -Compatibility Exact -WhatIf -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$said" | Should -Match 'finds no statement'

        $good = Set-Script 'good.das' 'version "6.6"', '(0010,0010) := subject', '(0010,0020) := subject'
        $file = Protect-Dicom $one $good -Destination $out -Subject S1 -DeidentificationMethod 'a test' -NameTemplate '{subject}/{Modality}-{Index}.dcm' -PassThru
        $file.FullName | Should -Be (Join-Path $out (Join-Path 'S1' 'MR-000001.dcm'))
        @(Get-DicomHeader $file.FullName '(0012,*)').Value | Should -Be 'YES', 'a test'
        $shown = Get-DicomHeader $file.FullName -ReferencePath $one | Out-String -Width 80
        $shown | Should -Match 'After'
        $shown | Should -Not -Match 'SECRETNAME'
    }

    It 'says no path when a file is missing' {
        $bad = $null
        Get-DicomHeader 'SECRETNAME.dcm', 'NoDrive:\SECRETNAME*' -ErrorVariable bad -ErrorAction SilentlyContinue
        $bad.FullyQualifiedErrorId | Should -Be (@('DicomFileNotFound,XnatTools.Commands.GetDicomHeaderCommand') * 2)
        $bad | ForEach-Object { "$_ $($_.Exception) $($_.CategoryInfo)" } | Should -Not -Match 'SECRETNAME'
    }

    It 'asks nodes, those of XNAT too' {
        $status = Get-XnatPacs | Where-Object IsDefault | Test-DicomNode -TimeoutSec 5
        $status.Answers | Should -BeTrue
        $status.Phase | Should -Be 'Complete'
        Test-DicomNode 'NOBODY@127.0.0.1:1' -Quiet | Should -BeFalse
        (Test-DicomNode 'NOBODY@127.0.0.1:1').Reason | Should -Match 'nothing listens'
        Test-DicomNode 'NOBODY@127.0.0.1:1' | Out-String -Width 120 | Should -Match 'listens'
    }

    It 'talks TLS to a node' -Skip:(-not (Get-Command storescp -ErrorAction Ignore) -or $PSVersionTable.PSVersion.Major -lt 7) {
        $key = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $own = $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-1), [DateTimeOffset]::Now.AddDays(1))
        $pem = foreach ($part in @{ Name = 'key'; Text = $key.ExportPkcs8PrivateKeyPem() }, @{ Name = 'cert'; Text = $own.ExportCertificatePem() }) {
            $path = Join-Path $folder "$($part.Name).pem"
            [IO.File]::WriteAllText($path, $part.Text)
            $path
        }

        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $node = "STORESCP@127.0.0.1:$port"
        $peer = Start-Process storescp -ArgumentList '+tls', $pem[0], $pem[1], '-ic', '-od', $folder, $port -PassThru -RedirectStandardError (Join-Path $folder 'storescp.txt')
        try {
            for ($i = 0; $i -lt 100 -and -not (Test-DicomNode $node -CertificateThumbprint $own.Thumbprint -Quiet); $i++) { Start-Sleep -Milliseconds 100 }
            (Test-DicomNode $node -UseTls -CertificateThumbprint $own.Thumbprint).Answers | Should -BeTrue
            (Test-DicomNode $node -SkipCertificateCheck -WarningAction SilentlyContinue).Answers | Should -BeTrue
            (Test-DicomNode $node -UseTls).Reason | Should -Match 'certificate'
            (Test-DicomNode $node -CertificateThumbprint ('0' * 40)).Answers | Should -BeFalse
            (Test-DicomNode $node -TimeoutSec 5).Answers | Should -BeFalse
        }
        finally {
            $peer.Kill()
        }
    }

    It 'asks and receives from a node without XNAT' {
        $pacs = Get-XnatPacs | Where-Object IsDefault
        $node = "$($pacs.AETitle)@$($pacs.HostName):$($pacs.Port)"
        $study = Find-PacsStudy -PatientId P1* -AllowWildcard -Node $node | Select-Object -First 1
        $study.Node | Should -Be $node
        ($study | Get-PacsSeries -Node $node | Measure-Object InstanceCount -Sum).Sum | Should -Be $study.InstanceCount
        $staging = Join-Path $TestDrive 'staging'
        $received = $study | Receive-PacsStudy -StagingPath $staging -MinimumFreeSpace 0
        $received.IsComplete | Should -BeTrue
        @(Get-ChildItem -LiteralPath $staging -Recurse -Filter *.dcm).Count | Should -Be $received.Expected
        $received | Out-String -Width 120 | Should -Match 'Complete'
        $received.Series | Out-String -Width 120 | Should -Match 'Expected'
    }

    It 'takes a study from a node into the prearchive in one pipeline, and empties staging only then' {
        $pacs = Get-XnatPacs | Where-Object IsDefault
        $node = "$($pacs.AETitle)@$($pacs.HostName):$($pacs.Port)"
        $staging = Join-Path $TestDrive 'whole'
        $study = Find-PacsStudy -PatientId P1* -AllowWildcard -Node $node | Select-Object -First 1 | Set-XnatLabel -Subject 'DIR_1' -Session 'DIR_1_A'
        $sent = $study |
            Receive-PacsStudy -StagingPath $staging -MinimumFreeSpace 0 |
            Send-XnatSession -Project $project -WorkFolder (Join-Path $TestDrive 'work') -RemoveStaged -Confirm:$false
        $sent.Outcome | Should -Be 'InPrearchive'
        $sent.InstancesFound | Should -Be $study.InstanceCount
        @(Get-ChildItem -LiteralPath $staging -Recurse -Filter *.dcm).Count | Should -Be 0
        Get-XnatPrearchive -Project $project | Where-Object Session -eq 'DIR_1_A' | Remove-XnatPrearchive -Confirm:$false
    }

    It 'says in words that a node does not go by an AE title' {
        $pacs = Get-XnatPacs | Where-Object IsDefault
        $study = [pscustomobject]@{ StudyInstanceUid = '1.2.3.4.999' }
        $result = $study | Receive-PacsStudy -Node "NOTYOU@$($pacs.HostName):$($pacs.Port)" -StagingPath (Join-Path $TestDrive 'none') -MinimumFreeSpace 0 -ErrorVariable bad -ErrorAction SilentlyContinue
        $result.Outcome | Should -Be 'Failed'
        $bad[0].FullyQualifiedErrorId | Should -Be 'PacsCalledAETitleUnknown,XnatTools.Commands.ReceivePacsStudyCommand'
        "$($bad[0])" | Should -Match 'called AE title not recognized'
    }

    It 'sends to a receiver of XNAT and never to a PACS' {
        $what = Get-ChildItem -LiteralPath $dicom -File | Send-DicomFile -WhatIf
        $what | Should -BeNullOrEmpty
        $sent = @(Get-ChildItem -LiteralPath $dicom -File | Send-DicomFile)
        $sent.Successful | Should -Be $true, $true
        $sent | Out-String -Width 120 | Should -Not -Match 'one\.dcm|SECRETNAME'
        $pacs = Get-XnatPacs | Where-Object IsDefault
        { Send-DicomFile (Join-Path $dicom 'one.dcm') -Receiver "$($pacs.AETitle):$($pacs.Port)" } |
            Should -Throw -ErrorId 'DicomNodeIsPacs,XnatTools.Commands.SendDicomFileCommand'
        Get-XnatPrearchive | Where-Object StudyInstanceUid -eq '1.2.3.4.5.6' | Remove-XnatPrearchive -Confirm:$false
    }
}

Describe 'Upload' {
    It 'sends a folder and finds every object at the server' {
        $work = Join-Path $TestDrive 'work'
        $row = [pscustomobject]@{ Path = $dicom; Project = $project; Subject = 'PES_1'; Session = 'PES_1_A' }
        $row | Send-XnatSession -WorkFolder $work -WhatIf | Should -BeNullOrEmpty
        $sent = $row | Send-XnatSession -WorkFolder $work -SkipDamaged -WarningAction SilentlyContinue
        $sent.Outcome | Should -Be 'InPrearchive'
        $sent.InstancesFound | Should -Be $sent.InstanceCount
        $sent | Out-String -Width 120 | Should -Not -Match 'SECRETNAME'
        $audited = Get-XnatPrearchive | Where-Object Session -eq 'PES_1_A' |
            Test-DicomIdentity -Known SECRETNAME, PES_1_A -ReportPath (Join-Path $TestDrive 'audit.html') -ErrorVariable bad -ErrorAction SilentlyContinue
        $audited.Passed | Should -BeFalse
        $audited.Findings | Where-Object Kind -in Label, KnownIdentifier | Should -Not -BeNullOrEmpty
        $bad[0].FullyQualifiedErrorId | Should -Be 'DicomIdentityFound,XnatTools.Commands.TestDicomIdentityCommand'
        Get-Content -Raw (Join-Path $TestDrive 'audit.html') | Should -Not -Match 'SECRETNAME|PES_1_A'
        Get-XnatPrearchive | Where-Object Session -eq 'PES_1_A' | Remove-XnatPrearchive -Confirm:$false
    }
}

Describe 'Completion' {
    It 'completes projects and PACS' {
        (TabExpansion2 "Get-XnatProject $($project.Substring(0, 2))").CompletionMatches.CompletionText | Should -Contain $project
        (TabExpansion2 'Find-PacsStudy -Pacs ').CompletionMatches.Count | Should -BeGreaterThan 0
        (TabExpansion2 'Get-XnatPrearchive -Status REA').CompletionMatches.CompletionText | Should -Be 'READY'
    }
}

Describe 'WhatIf' {
    It 'changes nothing on the server' {
        $before = @(Get-XnatImportQueue).Count, @(Get-XnatImportHistory).Count, @(Get-XnatPrearchive).Count
        $out = Import-XnatCsv $csv | Find-PacsStudy | Select-PacsSeries | Invoke-XnatDqrImport -Project $project -WhatIf
        $out.Outcome | Select-Object -Unique | Should -Be 'Planned'
        @(Get-XnatImportQueue).Count, @(Get-XnatImportHistory).Count, @(Get-XnatPrearchive).Count | Should -Be $before
    }
}

Describe 'Ledger' {
    It 'is kept beside the file, goes on where it was, and is moved aside when the file is imported again' {
        $file = Join-Path $TestDrive 'kept.csv'
        Copy-Item -LiteralPath $csv -Destination $file
        $posted = @(Invoke-XnatDqrImport -Csv $file -Project $project -Pacs 1 -ErrorAction SilentlyContinue)
        $ledger = Join-Path $TestDrive 'kept.ledger.jsonl'
        $ledger | Should -Exist
        $items = @(Resume-XnatDqrImport $file -PollSec 1 -TimeoutSec 240 -ErrorAction SilentlyContinue)
        $items.Count | Should -Be $posted.Count
        $items.Outcome | Should -Not -Contain 'Queued'
        @(Resume-XnatDqrImport -Ledger $ledger -PollSec 1 -ErrorAction SilentlyContinue).Outcome | Should -Be $items.Outcome
        $again = @(Invoke-XnatDqrImport -Csv $file -Project $project -Pacs 1 -ErrorAction SilentlyContinue)
        $again.Count | Should -Be $items.Count
        @(Get-ChildItem -Path $TestDrive -Filter 'kept.*.ledger.jsonl').Count | Should -Be 1
        Get-XnatPrearchive -Project $project | Where-Object Session -in $items.Session | Remove-XnatPrearchive -Confirm:$false
    }
}

Describe 'The direct route' {
    It 'imports without XNAT asking the PACS, in the same ledger with the same outcomes' {
        $pacs = Get-XnatPacs | Where-Object IsDefault
        $node = "$($pacs.AETitle)@$($pacs.HostName):$($pacs.Port)"
        $direct = Join-Path $TestDrive 'direct.csv'
        (Get-Content -LiteralPath $csv -TotalCount 3) -replace 'PT_', 'DR_' | Set-Content -LiteralPath $direct -Encoding ASCII
        $history = @(Get-XnatImportHistory).Count
        $items = @(Invoke-XnatDqrImport $project -Csv $direct -Pacs 1 -Route Direct -Node $node -StagingPath (Join-Path $TestDrive 'route') `
                -AllowPresent -RemoveStaged -Wait -PollSec 1 -TimeoutSec 240 -Confirm:$false)
        $items.Count | Should -Be 2
        $items | ForEach-Object { "$($_.Outcome) $($_.Code)" } | Should -Be (@('InPrearchive ') * 2)
        @(Get-XnatImportHistory).Count | Should -Be $history
        Join-Path $TestDrive 'direct.ledger.jsonl' | Should -Exist
        @(Get-ChildItem -LiteralPath (Join-Path $TestDrive 'route') -Recurse -Filter *.dcm).Count | Should -Be 0
        Get-XnatPrearchive -Project $project | Where-Object Session -like 'DR_*' | Remove-XnatPrearchive -Confirm:$false
    }
}

Describe 'Following' {
    It 'checks, shows, waits for, reports and stops an import by its ledger' {
        $findings = @(Test-XnatDqrImport $project -Pacs 1 -Window '00:00-24:00')
        $findings.Check | Should -Contain 'Schedule'
        Test-XnatDqrImport $project -Pacs 1 -Quiet | Should -BeTrue

        $followed = Join-Path $TestDrive 'followed.csv'
        (Get-Content -LiteralPath $csv -TotalCount 3) -replace 'PT_', 'FO_' | Set-Content -LiteralPath $followed -Encoding ASCII
        $items = @(Invoke-XnatDqrImport $project -Csv $followed -Pacs 1 -AllowPresent -Confirm:$false)
        $import = Get-XnatImport $followed
        $import.Studies | Should -Be $items.Count
        @($import | Get-XnatImport -Item).Count | Should -Be $items.Count
        ($import | Wait-XnatImport -TimeoutSec 5 -WarningAction SilentlyContinue).Lines | Should -Be $items.Count
        @($import | Export-XnatImportReport -IncludeIdentifier).Count | Should -Be 6
        @(Import-Csv (Join-Path $TestDrive 'followed.status.csv')).Count | Should -Be $items.Count
        @($items | Wait-XnatImport -PollSec 1 -TimeoutSec 120 -ErrorAction SilentlyContinue).Count | Should -Be $items.Count
        ($import | Stop-XnatImport -PassThru).Status | Should -BeIn 'Stopped', 'Ended'
        Get-XnatPrearchive -Project $project | Where-Object Session -like 'FO_*' | Remove-XnatPrearchive -Confirm:$false
    }
}

Describe 'Rules of an import' {
    It 'refuses a file that breaks the profile of its PACS, with the reason, before anything is asked' {
        $rules = Join-Path $TestDrive 'pacs.json'
        '{ "pacs": [ { "name": "1", "keys": ["PatientId+StudyDate"], "because": "its accession numbers are made up" } ] }' | Set-Content -LiteralPath $rules -Encoding ASCII
        $refused = Join-Path $TestDrive 'refused.csv'
        (Get-Content -LiteralPath $csv -TotalCount 3) -replace 'PT_', 'RU_' | Set-Content -LiteralPath $refused -Encoding ASCII
        { Invoke-XnatDqrImport $project -Csv $refused -Pacs 1 -Profile $rules -Confirm:$false } |
            Should -Throw -ErrorId 'XnatProfileBroken,XnatTools.Commands.InvokeXnatDqrImportCommand' -ExpectedMessage '*lines 2, 3*its accession numbers are made up*Nothing was asked*'
        Join-Path $TestDrive 'refused.ledger.jsonl' | Should -Not -Exist
    }

    It 'waits for the sign-off of a sample, and takes none that came under another script' {
        $sampled = Join-Path $TestDrive 'sampled.csv'
        $rows = @($studies | Where-Object { $_.Modality -contains 'CT' -and $_.AccessionNumber } | Select-Object -First 3)
        $n = 0
        $rows | ForEach-Object { $n++; [pscustomobject]@{ 'Accession Number' = $_.AccessionNumber; Subject = "SA_$n"; Session = "SA_${n}_1" } } | Export-Csv -LiteralPath $sampled -NoTypeInformation
        $about = $sandbox.About
        $header = @{ Authorization = 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("$($about.user):$($about.password)")) }
        $scripts = "$($about.url)/xapi/anonymize/projects/$project"
        function Set-Script($Text, $Enabled) {
            $null = Invoke-RestMethod -Method Put -Uri $scripts -Headers $header -UserAgent XnatTools -ContentType 'text/plain' -Body $Text
            $null = Invoke-RestMethod -Method Put -Uri "$scripts/enabled?enable=$Enabled" -Headers $header -UserAgent XnatTools -ContentType 'application/json'
        }

        try {
            Set-Script "version `"6.1`"`n(0010,0030) := `"19500101`"`n" 'true'
            $items = @(Invoke-XnatDqrImport $project -Csv $sampled -Pacs 1 -AllowPresent -NoCanary -Sample 1 -Wait -PollSec 1 -TimeoutSec 240 -Confirm:$false -WarningAction SilentlyContinue)
            $items.Outcome | Should -Be 'InPrearchive', 'Planned', 'Planned'
            $import = Get-XnatImport $sampled
            $import.Status | Should -Be 'WaitingForApproval'
            $import.Stalls.Code | Should -Be 'SampleWaits'
            $import.Stalls.Cure | Should -Match 'Resume-XnatDqrImport -Approve'

            Set-Script "version `"6.1`"`n(0010,0030) := `"19600101`"`n" 'true'
            { Resume-XnatDqrImport $sampled -Approve -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'XnatArgumentInvalid,*' -ExpectedMessage '*another policy*'
            $again = @(Resume-XnatDqrImport $sampled -PollSec 1 -TimeoutSec 240 -Confirm:$false -WarningAction SilentlyContinue)
            @($again | Where-Object Outcome -eq 'InPrearchive').Count | Should -Be 2
            (Get-XnatImport $sampled).Status | Should -Be 'WaitingForApproval'
            Select-String -LiteralPath (Join-Path $TestDrive 'sampled.ledger.jsonl') -Pattern 'anonymisation script is another one' -Quiet | Should -BeTrue
        }
        finally {
            Set-Script "version `"6.1`"`n" 'false'
            Stop-XnatImport $sampled
            Get-XnatPrearchive -Project $project | Where-Object Session -like 'SA_*' | Remove-XnatPrearchive -Confirm:$false
        }
    }

    It 'names the link that stands still' {
        $shut = Join-Path $TestDrive 'shut.csv'
        (Get-Content -LiteralPath $csv -TotalCount 3) -replace 'PT_', 'SH_' | Set-Content -LiteralPath $shut -Encoding ASCII
        $hour = (Get-Date).AddHours(3)
        $items = @(Invoke-XnatDqrImport $project -Csv $shut -Pacs 1 -AllowPresent -Window ('{0:HH}:00-{1:HH}:00' -f $hour, $hour.AddHours(1)) -Wait -PollSec 1 -TimeoutSec 2 -Confirm:$false -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
        $items.Outcome | Should -Be 'Planned', 'Planned'
        $stopped = Get-XnatImport $shut
        $stopped.Status | Should -Be 'Stopped'
        $stopped.Stalls[0].Link | Should -Be 'Campaign'
        $stopped.Stalls[0].Cure | Should -Match 'Resume-XnatDqrImport'
        $stopped.Forecast.Earliest | Should -BeGreaterThan ([DateTimeOffset]::Now.AddHours(1.9))
        Stop-XnatImport $shut
    }
}

Describe 'Stopping' {
    It 'ends within a second when the pipeline is stopped' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($manifest, $url)
            Import-Module $manifest
            $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $secret = ConvertTo-SecureString 'x' -AsPlainText -Force
            Connect-Xnat "http://127.0.0.1:$($listener.LocalEndpoint.Port)" ([pscredential]::new('x', $secret))
        }).AddArgument((Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'XnatTools.psd1'))
        $running = $shell.BeginInvoke()
        Start-Sleep -Seconds 2
        $running.IsCompleted | Should -BeFalse
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1.5
        $shell.Dispose()
    }
}

Describe 'Runspaces' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    It 'do not share a connection, and can pass one' {
        $manifest = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'XnatTools.psd1'
        $connection = Get-XnatConnection
        $answers = 1..2 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            [pscustomobject]@{ Own = Get-XnatConnection; Projects = @(Get-XnatProject -Connection $using:connection).Count }
        }
        $answers.Own | Should -BeNullOrEmpty
        $answers.Projects | Should -Not -Contain 0
    }
}

Describe 'The main job' {
    It 'imports what a file asks for, and archives it' {
        $items = @(Import-XnatCsv $csv |
            Find-PacsStudy -Pacs 1 |
            Where-Object Modality -contains MR |
            Select-PacsSeries |
            Set-XnatLabel -Subject 'SUBJ{0:000}' -NumberSessions -Project $project |
            Invoke-XnatDqrImport -Project $project -Wait -PollSec 1 -TimeoutSec 240)
        $items.Count | Should -BeGreaterThan 0
        $items | ForEach-Object { "$($_.Outcome) $($_.Code)" } | Should -Be (@('InPrearchive ') * $items.Count)

        $archived = @(Get-XnatPrearchive -Project $project | Move-XnatPrearchive -Project $project -Archive -PollSec 1)
        $archived.Count | Should -Be $items.Count
        $archived | ForEach-Object { $_.GetType().Name } | Should -Be (@('ImageSession') * $items.Count)
        @(Get-XnatPrearchive -Project $project).Count | Should -Be 0
        $archived[0] | Test-DicomIdentity -Known $archived[0].Session -Quiet | Should -BeFalse
    }
}
