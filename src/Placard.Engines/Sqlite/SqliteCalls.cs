using System.Runtime.InteropServices;

namespace Placard.Engines.Sqlite;

/// <summary>
/// The calls of SQLite's C interface that are made for every column of every row, on the library that the driver has
/// loaded. Through the driver each of them guards a handle and leaves and enters the runtime: most of the time of a
/// million small calls. A statement belongs to one thread at a time, and its owner keeps it alive.
/// </summary>
internal static class SqliteCalls
{
    private const string Library = "e_sqlite3";
    private const DllImportSearchPath Near =
        DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories;

    /// <summary>The value is copied before the call ends.</summary>
    private static readonly nint Copied = -1;

    [DllImport(Library, EntryPoint = "sqlite3_step"), DefaultDllImportSearchPaths(Near)]
    public static extern int Step(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_reset"), DefaultDllImportSearchPaths(Near)]
    public static extern int Reset(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_bind_int64"), DefaultDllImportSearchPaths(Near), SuppressGCTransition]
    public static extern int BindNumber(nint statement, int place, long value);

    [DllImport(Library, EntryPoint = "sqlite3_bind_null"), DefaultDllImportSearchPaths(Near), SuppressGCTransition]
    public static extern int BindNull(nint statement, int place);

    // Without an address the value would be NULL, and what is empty may have none.
    public static int BindText(nint statement, int place, ReadOnlySpan<byte> utf8) => utf8.IsEmpty
        ? BindText(statement, place, in MemoryMarshal.GetReference("\0"u8), 0, Copied)
        : BindText(statement, place, in MemoryMarshal.GetReference(utf8), utf8.Length, Copied);

    public static int BindBlob(nint statement, int place, ReadOnlySpan<byte> value) => value.IsEmpty
        ? BindZeros(statement, place, 0)
        : BindBlob(statement, place, in MemoryMarshal.GetReference(value), value.Length, Copied);

    [DllImport(Library, EntryPoint = "sqlite3_column_type"), DefaultDllImportSearchPaths(Near), SuppressGCTransition]
    public static extern int TypeOf(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_int64"), DefaultDllImportSearchPaths(Near), SuppressGCTransition]
    public static extern long Number(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_text"), DefaultDllImportSearchPaths(Near)]
    public static extern nint Text(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_blob"), DefaultDllImportSearchPaths(Near)]
    public static extern nint Blob(nint statement, int column);

    /// <summary>Of the value that was asked for last, so it is asked after it.</summary>
    [DllImport(Library, EntryPoint = "sqlite3_column_bytes"), DefaultDllImportSearchPaths(Near), SuppressGCTransition]
    public static extern int LengthOf(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_bind_text"), DefaultDllImportSearchPaths(Near)]
    private static extern int BindText(
        nint statement, int place, ref readonly byte utf8, int length, nint destructor);

    [DllImport(Library, EntryPoint = "sqlite3_bind_blob"), DefaultDllImportSearchPaths(Near)]
    private static extern int BindBlob(
        nint statement, int place, ref readonly byte value, int length, nint destructor);

    [DllImport(Library, EntryPoint = "sqlite3_bind_zeroblob"), DefaultDllImportSearchPaths(Near)]
    private static extern int BindZeros(nint statement, int place, int length);
}
