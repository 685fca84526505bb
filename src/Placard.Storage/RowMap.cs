using System.Reflection;
using Dapper;

namespace Placard.Storage;

/// <summary>
/// Maps rows to positional records by name alone. Dapper's own rule also compares types, but SQLite does not know the
/// type of a computed column before it has a row, so an empty answer would not fit any constructor.
/// </summary>
internal static class RowMap<T>
{
    /// <summary>Reading this makes sure that the map is in place.</summary>
    public static readonly bool Ready = Install();

    private static bool Install()
    {
        var type = typeof(T);
        if (!type.IsPrimitive && type != typeof(string) && !type.IsValueType && !type.IsArray)
        {
            SqlMapper.SetTypeMap(type, new ByName(type));
        }
        return true;
    }

    private sealed class ByName(Type type) : SqlMapper.ITypeMap
    {
        private readonly DefaultTypeMap plain = new(type);

        public ConstructorInfo? FindConstructor(string[] names, Type[] types) => type
            .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(constructor => constructor.GetParameters() is { Length: > 0 } parameters
                && parameters.Length == names.Length
                && parameters.All(parameter => names.Any(name => IsSame(name, parameter.Name!))))
            .FirstOrDefault() ?? plain.FindConstructor(names, types);

        public ConstructorInfo? FindExplicitConstructor() => plain.FindExplicitConstructor();

        public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) =>
            plain.GetConstructorParameter(constructor, columnName);

        public SqlMapper.IMemberMap? GetMember(string columnName) => plain.GetMember(columnName);

        private static bool IsSame(string column, string parameter) => string.Equals(
            column.Replace("_", "", StringComparison.Ordinal), parameter, StringComparison.OrdinalIgnoreCase);
    }
}
