using System.Data.Common;
using System.Net.Sockets;

namespace Placard.Host.Serving;

/// <summary>
/// What keeps an exchange from starting and whoever started it can mend: a setting, a folder, an address that is taken,
/// a database that does not answer. The message is for that person; a stack trace would bury it.
/// </summary>
internal sealed class CannotStartException(string message, Exception? reason = null) : Exception(message, reason)
{
    /// <summary>What the runtime or a driver says of a setting's value, with the name it cannot know.</summary>
    public static CannotStartException Naming(string setting, Exception fault) =>
        new($"{setting} cannot be used: {fault.Message}", fault);

    /// <summary>What is made of a setting's value; a refusal names the setting.</summary>
    public static T Naming<T>(string setting, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception fault) when (Explains(fault))
        {
            throw Naming(setting, fault);
        }
    }

    /// <summary>Whether a failure at start is of this kind. Settings are refused with the first four.</summary>
    public static bool Explains(Exception fault) => fault is InvalidOperationException or ArgumentException
        or FormatException or TimeZoneNotFoundException
        or IOException or UnauthorizedAccessException or SocketException or DbException;
}
