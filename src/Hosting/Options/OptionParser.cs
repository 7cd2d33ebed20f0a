namespace ServerlessSip.Hosting.Options;

/// <summary>Turns a value's text into the value; false when it is not what was expected.</summary>
internal delegate bool OptionParser<T>(string text, out T value);
