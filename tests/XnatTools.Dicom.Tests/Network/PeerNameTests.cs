using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Network;

/// <summary>Names outside Latin, stored in their own character set and asked for again: whole from the archive that keeps them.</summary>
[Trait("Category", "Peer")]
public sealed class PeerNameTests : IDisposable
{
    private static readonly (string Charset, string Name)[] s_names =
    [
        ("\\ISO 2022 IR 87", "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046"),
        ("ISO 2022 IR 13\\ISO 2022 IR 87", "\uFF94\uFF8F\uFF80\uFF9E^\uFF80\uFF9B\uFF73=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046"),
        ("\\ISO 2022 IR 149", "Hong^Gildong=\u6D2A^\u5409\u6D1E=\uD64D^\uAE38\uB3D9"),
        ("\\ISO 2022 IR 58", "Zhang^XiaoDong=\u5F20^\u5C0F\u4E1C"),
        ("GB18030", "Wang^XiaoDong=\u738B^\u5C0F\u4E1C"),
        ("GBK", "Li^Na=\u674E^\u5A1C"),
        ("ISO_IR 192", "Wang^XiaoDong=\u738B^\u5C0F\u6771"),
        ("ISO_IR 144", "\u041F\u0435\u0442\u0440\u043E\u0432^\u0418\u0432\u0430\u043D"),
        ("ISO_IR 126", "\u0394\u03B9\u03BF\u03BD\u03C5\u03C3\u03B9\u03BF\u03C2"),
        ("ISO_IR 127", "\u0642\u0628\u0627\u0646\u064A^\u0644\u0646\u0632\u0627\u0631"),
        ("ISO_IR 138", "\u05E9\u05E8\u05D5\u05DF^\u05D3\u05D1\u05D5\u05E8\u05D4"),
        ("ISO_IR 166", "\u0E2A\u0E21\u0E0A\u0E32\u0E22"),
        ("ISO_IR 100", "M\u00FCller^J\u00F6rg"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Dcmqrscp_gives_every_name_back_whole()
    {
        await using PeerServer pacs = await PeerServer.QrScpAsync(_folder, Tool.FreePort(), Tool.FreePort());
        Assert.Equal(s_names.Select(n => n.Name), await StoreAndAskAsync(pacs.Node, s_names));
    }

    [SkippableFact]
    public async Task Orthanc_in_utf8_gives_every_name_back_whole_that_its_toolkit_decodes()
    {
        await using PeerServer pacs = await PeerServer.OrthancAsync(_folder, Tool.FreePort(), Tool.FreePort());

        // It has no GBK, and of several sets in one value it decodes by one: those names are its loss, not ours.
        (string Charset, string Name)[] names = [.. s_names.Where(n => n.Charset is not ("GBK" or "ISO 2022 IR 13\\ISO 2022 IR 87" or "\\ISO 2022 IR 58"))];
        Assert.Equal(names.Select(n => n.Name), await StoreAndAskAsync(pacs.Node, names));
    }

    [SkippableFact]
    public async Task Findscu_gets_names_of_our_acceptor_in_their_own_set()
    {
        Tool.Require("findscu");
        List<string> paths = Write(s_names);
        await using DicomServer server = DicomServer.Start(new ArchiveService(paths));
        string answers = _folder.Folder("answers");
        (int code, string output) = await Tool.RunAsync("findscu", answers, "-S", "-X", "-aec", "B", "127.0.0.1", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID", "-k", "PatientName", "-k", "SpecificCharacterSet");
        Assert.True(code == 0, output);
        List<string?> names = [];
        foreach (string answer in Directory.GetFiles(answers).Order(StringComparer.Ordinal))
        {
            using DicomFile file = DicomFile.Open(answer);
            names.Add(file.Dataset.GetString(DicomTags.PatientName));
        }

        Assert.Equal(s_names.Select(n => n.Name), names);
    }

    private static string Study(int index) => "1.2.826.0.1.3680043.9.9998." + (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private List<string> Write((string Charset, string Name)[] names)
    {
        List<string> paths = [];
        for (int i = 0; i < names.Length; i++)
        {
            string path = Path.Combine(_folder.Folder("names"), i.ToString("D3", System.Globalization.CultureInfo.InvariantCulture) + ".dcm");
            using DicomFile file = new(TestData.Image("PID" + i, names[i].Name, "ACC" + i, Study(i), Study(i) + ".1", "CT", 1, "20240115", names[i].Charset), DicomUids.ExplicitVRLittleEndian);
            file.Save(path);
            paths.Add(path);
        }

        return paths;
    }

    private async Task<List<string?>> StoreAndAskAsync(DicomNode node, (string Charset, string Name)[] names)
    {
        List<string> paths = Write(names);
        await using DicomAssociation association = await DicomAssociation.OpenAsync(node, [PresentationContext.Find(DicomQueryRoot.Study), .. PresentationContext.StorageOf(paths)]);
        foreach (string path in paths)
        {
            Assert.Equal(DicomStatus.Success, await association.StoreAsync(path));
        }

        List<string?> found = [];
        for (int i = 0; i < names.Length; i++)
        {
            DicomDataset keys = new();
            keys.SetString(DicomTags.QueryRetrieveLevel, "STUDY");
            keys.SetString(DicomTags.StudyInstanceUid, Study(i));
            keys.SetString(DicomTags.PatientName);
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys))
            {
                found.Add(answer.GetString(DicomTags.PatientName));
            }
        }

        return found;
    }
}
