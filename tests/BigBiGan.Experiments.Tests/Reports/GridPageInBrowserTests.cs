using Microsoft.Playwright;

namespace BigBiGan.Experiments.Tests.Reports;

/// <summary>The page as people open it: a file, in Chromium.</summary>
public sealed class GridPageInBrowserTests(ReportedGrid grid, GridPageInBrowserTests.Chromium chromium) : IClassFixture<ReportedGrid>, IClassFixture<GridPageInBrowserTests.Chromium>
{
    [FactWhereChromiumIs]
    public async Task It_opens_without_an_error_or_a_request_and_fits_a_phone()
    {
        foreach (var (width, scheme) in new[] { (390, ColorScheme.Light), (1280, ColorScheme.Dark) })
        {
            await using var opened = await Open(width, scheme);
            Assert.Equal(width, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            var paper = await opened.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            Assert.Equal(scheme == ColorScheme.Light ? "rgb(255, 255, 255)" : "rgb(20, 23, 26)", paper);
            Assert.Equal(4, await opened.Page.Locator("img[src^='data:']").CountAsync());
            Assert.Empty(opened.Troubles);
        }
    }

    [FactWhereChromiumIs]
    public async Task It_reads_without_its_script()
    {
        await using var opened = await Open(scripts: false);
        Assert.Contains("0.601", await opened.Page.Locator("#table").InnerTextAsync());
        Assert.True(await opened.Page.Locator(".zoom img").First.IsVisibleAsync());
        Assert.False(await opened.Page.Locator(".tools").IsVisibleAsync());
    }

    [FactWhereChromiumIs]
    public async Task A_heading_sorts_up_down_and_back()
    {
        await using var opened = await Open();
        var heading = opened.Page.Locator("#table thead th").Nth(2);
        Assert.Equal("none", await heading.GetAttributeAsync("aria-sort"));
        var rows = opened.Page.Locator("#table tbody th");
        Assert.Equal(["4", "8"], await Batches(rows));
        await heading.Locator("button").FocusAsync();
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("descending", await heading.GetAttributeAsync("aria-sort"));
        Assert.Equal(["8", "4"], await Batches(rows));
        await heading.Locator("button").ClickAsync();
        Assert.Equal("ascending", await heading.GetAttributeAsync("aria-sort"));
        Assert.Equal(["4", "8"], await Batches(rows));
        await heading.Locator("button").ClickAsync();
        Assert.Equal("none", await heading.GetAttributeAsync("aria-sort"));
        Assert.Empty(opened.Troubles);
    }

    [FactWhereChromiumIs]
    public async Task A_filter_leaves_the_rows_and_the_curves_that_have_its_words()
    {
        await using var opened = await Open();
        await opened.Page.FillAsync("#filter", "batch 8");
        Assert.Equal(["8"], await Batches(opened.Page.Locator("#table tbody th")));
        Assert.Equal("1 of 2 rows", await opened.Page.InnerTextAsync("#count"));
        Assert.Equal(2, await opened.Page.Locator("#curve-4 path.line:not(.off)").CountAsync());
        await opened.Page.FillAsync("#filter", "nothing has this");
        Assert.Equal(0, await opened.Page.Locator("#table tbody tr").CountAsync());
        await opened.Page.FillAsync("#filter", "");
        await opened.Page.SelectOptionAsync("#group", "axis-0");
        Assert.Equal(["4 (1)", "8 (1)"], await opened.Page.Locator("#table tr.group th").AllInnerTextsAsync());
        Assert.Empty(opened.Troubles);
    }

    [FactWhereChromiumIs]
    public async Task A_picture_is_enlarged_by_click_and_by_keyboard_and_arrows_lead_on()
    {
        await using var opened = await Open();
        var (dialog, first) = (opened.Page.Locator("#large"), opened.Page.Locator(".zoom").First);
        await first.ClickAsync();
        Assert.True(await dialog.IsVisibleAsync());
        Assert.Equal("samples of tiny, training.batch 4, seed 0, after 10 steps", await dialog.Locator("img").GetAttributeAsync("alt"));
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("samples of tiny, training.batch 8, seed 0, after 10 steps", await dialog.Locator("img").GetAttributeAsync("alt"));
        await opened.Page.Keyboard.PressAsync("Escape");
        Assert.False(await dialog.IsVisibleAsync());
        await first.FocusAsync();
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.True(await dialog.IsVisibleAsync());
        await dialog.Locator(".close").ClickAsync();
        Assert.False(await dialog.IsVisibleAsync());
        Assert.True(await first.EvaluateAsync<bool>("one => one === document.activeElement"));
        Assert.Empty(opened.Troubles);
    }

    [FactWhereChromiumIs]
    public async Task A_curve_says_its_values_under_the_pointer_and_to_the_keyboard()
    {
        await using var opened = await Open();
        var svg = opened.Page.Locator("#curve-4 svg");
        await svg.HoverAsync();
        Assert.Matches(@"^tiny, training\.batch [48], seed [01], step \d+: 2", await opened.Page.InnerTextAsync("#tip"));
        await svg.FocusAsync();
        await opened.Page.Mouse.MoveAsync(0, 0);
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        await opened.Page.Keyboard.PressAsync("End");
        Assert.Matches(@"^tiny, training\.batch [48], seed [01], step \d+: 2", await opened.Page.Locator("#reading").TextContentAsync() ?? "");
        Assert.Empty(opened.Troubles);
    }

    [FactWhereChromiumIs]
    public async Task A_dot_along_the_way_says_its_value_and_goes_with_its_row()
    {
        await using var opened = await Open();
        await opened.Page.Locator("#curve-2 circle.dot").Last.HoverAsync();
        Assert.Matches(@"^tiny, training\.batch [48], seed [01], step 400: 22\.5$", await opened.Page.InnerTextAsync("#tip"));
        await opened.Page.FillAsync("#filter", "batch 8");
        Assert.Equal(4, await opened.Page.Locator("#curve-2 g:not(.off) > circle.dot").CountAsync());
        Assert.Empty(opened.Troubles);
    }

    [FactWhereChromiumIs]
    public async Task A_row_s_name_opens_what_is_known_of_it()
    {
        await using var opened = await Open();
        Assert.False(await opened.Page.Locator("#row-1 table").First.IsVisibleAsync());
        await opened.Page.Locator("#table tbody a").Nth(1).ClickAsync();
        await opened.Page.Locator("#row-1 table").First.WaitForAsync();
        Assert.Contains("training.batch", await opened.Page.Locator("#row-1").InnerTextAsync());
    }

    private static async Task<string[]> Batches(ILocator heads) => [.. (await heads.AllInnerTextsAsync()).Select(text => text.Split("batch ")[1].Split(' ')[0].Trim())];

    private async Task<Opened> Open(int width = 1280, ColorScheme scheme = ColorScheme.Light, bool scripts = true)
    {
        var context = await chromium.Browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, JavaScriptEnabled = scripts });
        var page = await context.NewPageAsync();
        var opened = new Opened(context, page);
        page.Console += (_, message) => opened.Troubles.Add(message.Text);
        page.PageError += (_, error) => opened.Troubles.Add(error);
        page.Request += (_, request) => { if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && request.Url != new Uri(grid.Page).AbsoluteUri) { opened.Troubles.Add(request.Url); } };
        await page.GotoAsync(new Uri(grid.Page).AbsoluteUri);
        return opened;
    }

    /// <param name="Troubles">What the console says, and every request but that for the file itself.</param>
    private sealed record Opened(IBrowserContext Context, IPage Page) : IAsyncDisposable
    {
        public List<string> Troubles { get; } = [];

        public ValueTask DisposeAsync() => Context.DisposeAsync();
    }

    /// <summary>One browser for all tests; none where none is installed.</summary>
    public sealed class Chromium : IAsyncLifetime
    {
        private IPlaywright? _playwright;

        public IBrowser? Browser { get; private set; }

        public async Task InitializeAsync()
        {
            if (FactWhereChromiumIsAttribute.Browser is { } program)
            {
                _playwright = await Playwright.CreateAsync();
                Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program });
            }
        }

        public async Task DisposeAsync()
        {
            if (Browser is not null)
            {
                await Browser.DisposeAsync();
            }

            _playwright?.Dispose();
        }
    }
}
