using System.Buffers.Binary;
using System.Text;

namespace ScratchGan.TorchSharpPeer;

/// <summary>
/// TorchSharp 0.107.0's libLibTorchSharp.so says that it needs version GLIBCXX_3.4.32 of libstdc++, which came with GCC 13; Debian 12 has 3.4.30, and its
/// loader refuses. The version is wanted for one symbol, std::ios_base_library_init, which GCC 13's header &lt;iostream&gt; names and no code refers to. So the
/// need is marked weak in the ELF file, which makes the loader accept its absence. No code is changed; where libstdc++ is newer, it has no effect.
/// </summary>
/// <remarks>
/// ELF64, little-endian (System V ABI; Linux Standard Base Core, «Symbol Versioning»). A section of type SHT_GNU_verneed is a chain of libraries, each with a
/// chain of versions that are needed of it; links are distances in bytes.
/// </remarks>
internal sealed class LibraryVersions
{
    private const string Needed = "GLIBCXX_3.4.32";
    private const uint VersionNeeds = 0x6fff_fffe;
    private const ushort Weak = 2;

    private readonly byte[] _file;

    private LibraryVersions(string path)
    {
        _file = File.ReadAllBytes(path);
        if (!_file.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException($"{path}: expected an ELF64 library");
    }

    /// <exception cref="InvalidDataException">the file is no such library</exception>
    public static void Weaken(string path)
    {
        var library = new LibraryVersions(path);
        if (library.Weaken())
            File.WriteAllBytes(path, library._file);
    }

    /// <summary>Whether anything had to be changed.</summary>
    private bool Weaken()
    {
        bool changed = false;
        // Section header: name (4), type (4), flags (8), address (8), offset (8), size (8), link (4), …; the link is the section with the names.
        int[] sections = Sections();
        foreach (int section in sections.Where(section => Word(section + 4) == VersionNeeds))
            changed |= Weaken(Offset(section), Offset(sections[Word(section + 40)]));
        return changed;
    }

    private bool Weaken(int library, int names)
    {
        bool changed = false;
        while (true)
        {
            // Verneed: version (2), count (2), file (4), first version (4), next library (4). Vernaux: hash (4), flags (2), other (2), name (4), next (4).
            int version = library + (int)Word(library + 8);
            for (int i = 0; i < Half(library + 2); i++, version += (int)Word(version + 12))
            {
                if (Text(names + (int)Word(version + 8)) != Needed || (Half(version + 4) & Weak) != 0)
                    continue;
                BinaryPrimitives.WriteUInt16LittleEndian(_file.AsSpan(version + 4), (ushort)(Half(version + 4) | Weak));
                changed = true;
            }
            int next = (int)Word(library + 12);
            if (next == 0)
                return changed;
            library += next;
        }
    }

    /// <summary>Where the section headers lie: the file's header has their place at 40, the size of one at 58 and their number at 60.</summary>
    private int[] Sections()
    {
        int first = (int)BinaryPrimitives.ReadInt64LittleEndian(_file.AsSpan(40));
        return [.. Enumerable.Range(0, Half(60)).Select(i => first + i * Half(58))];
    }

    private int Offset(int section) => (int)BinaryPrimitives.ReadInt64LittleEndian(_file.AsSpan(section + 24));

    private ushort Half(int place) => BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(place));

    private uint Word(int place) => BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(place));

    private string Text(int place) => Encoding.ASCII.GetString(_file.AsSpan(place, _file.AsSpan(place).IndexOf((byte)0)));
}
