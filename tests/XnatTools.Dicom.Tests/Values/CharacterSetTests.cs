using System;
using System.Text;
using Xunit;

namespace XnatTools.Dicom.Tests.Values;

/// <summary>The examples of PS3.5 annexes H, I, J and K, byte by byte.</summary>
public class CharacterSetTests
{
    [Theory]
    [InlineData("\\ISO 2022 IR 87", "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046", "59616D6164615E5461726F753D1B2442 3B3345441B28425E1B24424240 4F3A1B28423D1B2442 24642446245E2440")]
    public void Japanese_of_annex_H_comes_and_goes(string set, string text, string start)
    {
        DicomCharacterSet characters = DicomCharacterSet.Get(set);
        Assert.True(characters.TryEncode(text, DicomVR.PN, out byte[] bytes));
        Assert.StartsWith(start.Replace(" ", "", StringComparison.Ordinal).Substring(0, 40), Convert.ToHexString(bytes), StringComparison.Ordinal);
        Assert.Equal(text, characters.Decode(bytes, DicomVR.PN));
    }

    [Fact]
    public void Japanese_with_half_width_katakana_of_annex_H_is_read()
    {
        // H.3.2: ISO 2022 IR 13\ISO 2022 IR 87.
        byte[] bytes = Convert.FromHexString("D4CFC0DE5EC0DBB33D1B2442" + "3B3345441B284A5E1B2442" + "42404F3A1B284A3D1B2442" + "2464245E24401B284A5E1B2442" + "243F246D24261B284A");
        string text = DicomCharacterSet.Get("ISO 2022 IR 13\\ISO 2022 IR 87").Decode(bytes, DicomVR.PN);
        Assert.Equal("\uFF94\uFF8F\uFF80\uFF9E^\uFF80\uFF9B\uFF73=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046", text);
    }

    [Fact]
    public void Korean_of_annex_I_comes_and_goes()
    {
        byte[] bytes = Convert.FromHexString("486F6E675E47696C646F6E673D1B242943FBF35E1B242943D1CED4D73D1B242943C8AB5E1B242943B1E6B5BF");
        DicomCharacterSet characters = DicomCharacterSet.Get("\\ISO 2022 IR 149");
        const string text = "Hong^Gildong=\u6D2A^\u5409\u6D1E=\uD64D^\uAE38\uB3D9";
        Assert.Equal(text, characters.Decode(bytes, DicomVR.PN));
        Assert.True(characters.TryEncode(text, DicomVR.PN, out byte[] encoded));
        Assert.Equal(bytes, encoded);
    }

    [Fact]
    public void Chinese_of_annex_K_comes_and_goes()
    {
        // K.2: GB 2312 with escapes; K.1 and J.3: GB18030 whole.
        byte[] bytes = Convert.FromHexString("5A68616E675E5869616F446F6E673D1B242941D5C55E1B242941D0A1B6AB3D");
        DicomCharacterSet escapes = DicomCharacterSet.Get("\\ISO 2022 IR 58");
        Assert.Equal("Zhang^XiaoDong=\u5F20^\u5C0F\u4E1C=", escapes.Decode(bytes, DicomVR.PN));
        Assert.True(escapes.TryEncode("Zhang^XiaoDong=\u5F20^\u5C0F\u4E1C=", DicomVR.PN, out byte[] encoded));
        Assert.Equal(bytes, encoded);
        byte[] whole = Convert.FromHexString("57616E675E5869616F446F6E673DCDF55ED0A1B6AB3D");
        Assert.Equal("Wang^XiaoDong=\u738B^\u5C0F\u4E1C=", DicomCharacterSet.Get("GB18030").Decode(whole, DicomVR.PN));
        Assert.Equal("Wang^XiaoDong=\u738B^\u5C0F\u4E1C=", DicomCharacterSet.Get("GBK").Decode(whole, DicomVR.PN));
    }

    [Theory]
    [InlineData("ISO_IR 100", "\u00C4neas^R\u00FCdiger")]
    [InlineData("ISO_IR 101", "Wa\u0142\u0119sa")]
    [InlineData("ISO_IR 109", "\u0126al")]
    [InlineData("ISO_IR 110", "\u0100buols")]
    [InlineData("ISO_IR 144", "\u041B\u044Ec\u0435\u043A")]
    [InlineData("ISO_IR 127", "\u0642\u0628\u0627\u0646\u064A")]
    [InlineData("ISO_IR 126", "\u0394\u03B9\u03BF\u03BD\u03C5\u03C3\u03B9\u03BF\u03C2")]
    [InlineData("ISO_IR 138", "\u05E9\u05E8\u05D5\u05DF")]
    [InlineData("ISO_IR 148", "\u00C7avu\u015Fo\u011Flu")]
    [InlineData("ISO_IR 203", "10 \u20AC")]
    [InlineData("ISO_IR 166", "\u0E19\u0E32\u0E22")]
    [InlineData("ISO_IR 13", "\uFF94\uFF8F\uFF80\uFF9E")]
    [InlineData("ISO_IR 192", "\u738B\u0416\u0394\uD83D\uDE00")]
    [InlineData("GB18030", "\u738B\u20AC\uD83D\uDE00")]
    [InlineData("ISO 2022 IR 100\\ISO 2022 IR 144", "\u00C4\u041B")]
    [InlineData("\\ISO 2022 IR 159", "\u4E02")]
    public void Every_set_comes_and_goes(string set, string text)
    {
        DicomCharacterSet characters = DicomCharacterSet.Get(set);
        Assert.True(characters.IsKnown);
        Assert.True(characters.TryEncode(text, DicomVR.LO, out byte[] bytes));
        Assert.Equal(text, characters.Decode(bytes, DicomVR.LO));
    }

    [Theory]
    [InlineData("ISO_IR 100", "\u0141")]
    [InlineData("", "\u00E9")]
    [InlineData("\\ISO 2022 IR 87", "\uAE38")]
    public void A_character_that_a_set_has_not_is_refused_and_not_replaced(string set, string text) =>
        Assert.False(DicomCharacterSet.Get(set).TryEncode(text, DicomVR.LO, out _));

    [Fact]
    public void A_backslash_inside_a_two_byte_character_does_not_part_values()
    {
        // In GBK the second byte of some characters is 5C.
        Encoding gbk = Encoding.GetEncoding(936);
        string text = gbk.GetString([0x81, 0x5C]);
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SpecificCharacterSet, "GBK");
        dataset.SetString(DicomTags.OtherPatientNames, text, "B");
        Assert.Equal([text, "B"], dataset.GetStrings(DicomTags.OtherPatientNames));
    }

    [Theory]
    [InlineData("ISO-IR 100")]
    [InlineData("ISO IR 100")]
    [InlineData("ISO_IR100")]
    public void Usual_misspellings_are_understood(string set) => Assert.Equal("\u00FC", DicomCharacterSet.Get(set).Decode([0xFC], DicomVR.LO));

    [Fact]
    public void Items_inherit_the_set_and_may_have_their_own()
    {
        DicomDataset item = new();
        DicomDataset own = new();
        own.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        own.SetString(DicomTags.CodeMeaning, "\u738B");
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 100");
        dataset.SetItems(DicomTags.ContentSequence, item, own);
        dataset.GetItems(DicomTags.ContentSequence)![0].SetString(DicomTags.CodeMeaning, "\u00FC");
        Assert.Equal([0xFC, 0x20], item[DicomTags.CodeMeaning]!.Value.ToBytes());
        Assert.Equal("\u738B", own.GetString(DicomTags.CodeMeaning));
        DicomException error = Assert.Throws<DicomException>(() => item.SetString(DicomTags.CodeMeaning, "\u738B"));
        Assert.Equal(DicomErrorCode.CharacterSet, error.Code);
    }
}
