using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace XnatTools.Closure;

/// <summary>What one DLL is and what it asks for, read as metadata; nothing of it is loaded.</summary>
internal sealed record AssemblyFacts(string File, string Name, Version Version, bool StrongNamed, IReadOnlyList<AssemblyRequest> References)
{
    public static AssemblyFacts Read(string path)
    {
        using FileStream stream = System.IO.File.OpenRead(path);
        using PEReader image = new(stream);
        MetadataReader reader = image.GetMetadataReader();
        AssemblyDefinition self = reader.GetAssemblyDefinition();
        List<AssemblyRequest> references = [];
        foreach (AssemblyReferenceHandle handle in reader.AssemblyReferences)
        {
            AssemblyReference reference = reader.GetAssemblyReference(handle);
            references.Add(new AssemblyRequest(reader.GetString(reference.Name), reference.Version, !reference.PublicKeyOrToken.IsNil));
        }

        return new AssemblyFacts(path, reader.GetString(self.Name), self.Version, (self.Flags & AssemblyFlags.PublicKey) != 0, references);
    }
}
