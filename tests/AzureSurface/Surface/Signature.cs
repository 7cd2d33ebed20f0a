using System.Reflection;
using System.Runtime.CompilerServices;

namespace ServerlessSip.AzureSurface.Surface;

/// <summary>Writes what reflection sees in the form of the public API listings, namespaces left out.</summary>
internal static class Signature
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance |
        BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The kind and base of a type, then its visible members.</summary>
    public static IEnumerable<string> Of(Type type)
    {
        yield return Kind(type);
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type))
                yield return $"{name} = {Convert.ToInt32(Enum.Parse(type, name))}";
            yield break;
        }
        foreach (var made in type.GetConstructors(Declared).Where(IsVisible))
            yield return $"{Access(made)} {type.Name}({Parameters(made)})";
        foreach (var property in type.GetProperties(Declared).Where(p => p.GetMethod is { } get && IsVisible(get)))
            yield return Property(property);
        foreach (var told in type.GetEvents(Declared).Where(e => IsVisible(e.AddMethod!)))
            yield return $"{Modifiers(told.AddMethod!)}event {Name(told.EventHandlerType!)} {told.Name}";
        foreach (var method in type.GetMethods(Declared).Where(m => IsVisible(m) && !m.IsSpecialName))
        {
            var head = $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}";
            yield return $"{head}{Generic(method)}({Parameters(method)})";
        }
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum) return "enum";
        if (type.IsInterface) return "interface";
        var kind = type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class" : "class";
        return type.BaseType == typeof(object) ? kind : $"{kind} : {Name(type.BaseType!)}";
    }

    private static string Property(PropertyInfo property)
    {
        var set = property.SetMethod is { } setter && IsVisible(setter) ? " set;" : "";
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{Modifiers(property.GetMethod!)}{Name(property.PropertyType)} {name} {{ get;{set} }}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface) return "";
        // What only implements an interface is virtual and final to reflection, and plain in C#.
        var kind = method.IsStatic ? "static "
            : method.IsAbstract ? "abstract "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
        return $"{Access(method)} {kind}";
    }

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Parameters(MethodBase method)
    {
        var extended = method.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "";
        return extended + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var text = $"{(parameter.IsOut ? "out " : "")}{Name(parameter.ParameterType)} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{text} = {Default(parameter)}" : text;
    }

    private static string Default(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return parameter.DefaultValue switch
        {
            null => type.IsValueType ? "default" : "null",
            string text => $"\"{text}\"",
            var value when type.IsEnum => $"{type.Name}.{Enum.GetName(type, value!)}",
            bool value => value ? "true" : "false",
            var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
        };
    }

    private static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return $"{Name(inner)}?";
        if (type.IsGenericType)
            return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
        return type.FullName switch
        {
            "System.String" => "string",
            "System.Object" => "object",
            "System.Boolean" => "bool",
            "System.Byte" => "byte",
            "System.Int32" => "int",
            "System.Int64" => "long",
            "System.Void" => "void",
            _ => type.Name,
        };
    }
}
