using Microsoft.Playwright;
using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>The console page in a headless Chromium.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;
    private readonly List<string> _complaints = [];

    private ConsolePage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_playwright, _browser, _page) = (playwright, browser, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Note(message.Text);
        };
        page.PageError += (_, error) => Note(error);
    }

    /// <summary>What the browser had to say against the page, e.g. a script that its policy forbids.</summary>
    public IReadOnlyList<string> Complaints
    {
        get { lock (_complaints) return [.. _complaints]; }
    }

    public static async Task<ConsolePage> Open(LocalServer server)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Tools.Find("chromium"),
            Args = ["--no-sandbox"],
        });
        var phone = new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 } };
        var console = new ConsolePage(playwright, browser, await browser.NewPageAsync(phone));
        await console._page.GotoAsync($"http://127.0.0.1:{server.HttpPort}/");
        return console;
    }

    /// <summary>Waits until the page says <c>live</c>, <c>connecting</c> or <c>offline</c>.</summary>
    public Task ShowsLink(string state, TimeSpan? within = null) =>
        Waits(_page.Locator($"#link[data-state={state}]"), within);

    public Task ShowsUser(string user, string state) =>
        Waits(_page.Locator($"#users li[data-user={user}] .state[data-state={state}]"));

    /// <summary>Waits until the one call of the page is in this state, and gives its text.</summary>
    public async Task<string> ShowsCall(string state)
    {
        await Waits(_page.Locator($"#calls li .state[data-state={state}]"));
        return await _page.Locator("#calls li").InnerTextAsync();
    }

    /// <summary>Whether something is wider than the window, so that one had to scroll sideways.</summary>
    public Task<bool> Overflows() =>
        _page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public Task SaveScreenshot(string path) => _page.ScreenshotAsync(new PageScreenshotOptions { Path = path });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static Task Waits(ILocator what, TimeSpan? within = null) => what.WaitForAsync(new LocatorWaitForOptions
    {
        Timeout = (float)(within ?? Patience.Usual).TotalMilliseconds,
    });

    private void Note(string complaint)
    {
        lock (_complaints) _complaints.Add(complaint);
    }
}
