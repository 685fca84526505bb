// Starts Debian's or the system's Chromium without a window and without calling anybody but the exchange.
import { chromium } from 'playwright-core';

const browserName = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) '
    + 'Chrome/131.0.0.0 Safari/537.36';

// Guards against hanging only: a busy machine may take its time to start a browser.
const patience = 180_000;

export async function open({ executable, width, javaScript = true }) {
    const browser = await chromium.launch({
        executablePath: executable,
        timeout: patience,
        args: [
            '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync',
        ],
    });
    const context = await browser.newContext({
        viewport: { width, height: 800 },
        javaScriptEnabled: javaScript,
        // A browser that says it has no window is taken for a robot, rightly.
        userAgent: browserName,
    });
    context.setDefaultTimeout(patience);
    return { browser, page: await context.newPage() };
}

// What a script is asked for comes as one JSON argument; what it found goes out as one line of JSON.
export const ask = () => JSON.parse(process.argv[2]);
export const answer = found => process.stdout.write(`${JSON.stringify(found)}\n`);
