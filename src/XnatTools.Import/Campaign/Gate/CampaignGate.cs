using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Lets one study through until its header was seen to be as it should (the canary), then a few of each modality until a person
/// signed them off (the sample), then all.
/// </summary>
internal sealed class CampaignGate
{
    private readonly CampaignSite _site;
    private readonly CampaignOptions _options;
    private readonly PolicyWatch _policy;
    private readonly LedgerFile _ledger;
    private readonly IReadOnlyList<StudyMemory> _studies;
    private HashSet<string>? _sample;

    public CampaignGate(CampaignSite site, CampaignOptions options, PolicyWatch policy, LedgerFile ledger, IReadOnlyList<StudyMemory> studies)
    {
        _site = site;
        _options = options;
        _policy = policy;
        _ledger = ledger;
        _studies = studies;
    }

    /// <summary>True while the canary is on its way.</summary>
    public bool OneAtATime => _options.Canary && !string.Equals(_ledger.State.CanaryPolicy, _policy.InForce, StringComparison.Ordinal);

    /// <summary>True when the sample has come to its end and a person has to decide about the rest.</summary>
    public bool AwaitsApproval
    {
        get
        {
            if (_sample is null)
            {
                return false;
            }

            bool more = false;
            foreach (StudyMemory memory in _studies)
            {
                if (_sample.Contains(memory.Study.Key) && !memory.Study.IsFinal)
                {
                    return false;
                }

                more |= !memory.Study.IsFinal;
            }

            return more;
        }
    }

    private bool IsApproved => string.Equals(_ledger.State.ApprovedPolicy, _policy.InForce, StringComparison.Ordinal);

    /// <summary>Before the first step: voids what was signed off or seen under another policy, and chooses the sample.</summary>
    public void Begin()
    {
        LedgerState state = _ledger.State;
        if ((state.ApprovedPolicy ?? state.SamplePolicy ?? state.CanaryPolicy) is string earlier && !string.Equals(earlier, _policy.InForce, StringComparison.Ordinal))
        {
            _ledger.Append(LedgerEntries.Note(LedgerKind.Void, $"The policy has changed since{(_policy.Since is string what ? " (" + what + ")" : "")}: what was seen and signed off no longer counts."));
        }

        _sample = _options.Sample > 0 && !IsApproved ? ChooseSample() : null;
    }

    /// <summary>Whether the study may be posted now. While the canary is out, none may.</summary>
    public bool Allows(StudyMemory memory)
    {
        if (OneAtATime && _studies is { Count: > 0 } && CanaryIsOut())
        {
            return false;
        }

        return _sample is null || _sample.Contains(memory.Study.Key);
    }

    /// <summary>Looks at a study that arrived, while a canary is wanted. Throws when its header is not as it should be.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!OneAtATime)
        {
            return;
        }

        foreach (StudyMemory memory in _studies)
        {
            if (memory.Study.IsFinal && CameUnderPolicy(memory) && Source(memory) is string source)
            {
                IReadOnlyList<DicomHeaderElement> header = await _site.Campaign.HeaderAsync(source, cancellationToken).ConfigureAwait(false);
                string? trouble = CanaryCheck.Look(memory.Pacs, header);
                _ledger.Append(LedgerEntries.Note(LedgerKind.Canary, trouble ?? "The first study arrived under its labels, without the identifiers that must be gone.", trouble is null ? null : XnatErrorCode.CanaryFailed.Id, [memory.Study.Key], _policy.InForce));
                if (trouble is not null)
                {
                    throw new XnatException(XnatErrorCode.CanaryFailed, "The first study did not arrive as it should: " + trouble + " Nothing more was posted.");
                }

                return;
            }
        }
    }

    /// <summary>Whether it came under the policy in force: what was posted before a change of it shows nothing of the new one.</summary>
    private bool CameUnderPolicy(StudyMemory memory) =>
        _ledger.State.VoidedAt is not DateTimeOffset voided || (memory.Study.LastPosted ?? memory.Study.Finished) >= voided;

    private bool CanaryIsOut()
    {
        foreach (StudyMemory memory in _studies)
        {
            if (!memory.Study.IsFinal && memory.Study.State is ImportState.Posting or ImportState.Queued or ImportState.Retrieving or ImportState.Arriving or ImportState.InPrearchive or ImportState.Archiving)
            {
                return true;
            }
        }

        return false;
    }

    private string? Source(StudyMemory memory)
    {
        if (memory.Study.State == ImportState.Archived && memory.Study.SessionId is not null && memory.Pacs.Subject is string subject && memory.Pacs.Session is string session)
        {
            return $"/archive/projects/{_ledger.State.Header.Project}/subjects/{subject}/experiments/{session}";
        }

        return memory.Study.State == ImportState.InPrearchive ? memory.Study.PrearchiveUrl : null;
    }

    private HashSet<string> ChooseSample()
    {
        Dictionary<string, int> taken = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> chosen = new(StringComparer.Ordinal);
        foreach (StudyMemory memory in _studies)
        {
            bool wanted = false;
            string[] modalities = memory.Study.Modality.Length > 0 ? memory.Study.Modality : ["?"];
            foreach (string modality in modalities)
            {
                wanted |= !taken.TryGetValue(modality, out int count) || count < _options.Sample;
            }

            if (memory.Study.IsFinal && !CameUnderPolicy(memory))
            {
                continue;
            }

            // Of each modality studies that have come somewhere; one that failed says nothing about the others.
            if (wanted && !(memory.Study.IsFinal && memory.Study.State is not (ImportState.InPrearchive or ImportState.Archived)))
            {
                chosen.Add(memory.Study.Key);
                foreach (string modality in modalities)
                {
                    taken[modality] = (taken.TryGetValue(modality, out int count) ? count : 0) + 1;
                }
            }
        }

        return chosen;
    }
}
