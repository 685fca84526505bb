using System.Data.Common;
using System.Net.Sockets;

namespace Placard.Host.Serving;

/// <summary>
/// What keeps an exchange from starting and whoever started it can mend: a setting, a folder, an address that is taken,
/// a database that does not answer. The message is for that person; a stack trace would bury it.
/// </summary>
internal sealed class CannotStartException(string message, Exception? reason = null) : Exception(message, reason)
{
    /// <summary>Whether a failure at start is of this kind. Settings are refused with the first four.</summary>
    public static bool Explains(Exception fault) => fault is InvalidOperationException or ArgumentException
        or FormatException or TimeZoneNotFoundException
        or IOException or UnauthorizedAccessException or SocketException or DbException;
}
