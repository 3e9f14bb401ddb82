import type { Page } from "@playwright/test";

const path = "/livez";
const mark = "x-caught";

/**
 * Lets the first `route` of a page end once it holds. Chromium says that requests are intercepted before the page's renderer knows:
 * what the page asks for in that moment is sent, neither caught nor told of. A document that opens later knows from its beginning.
 */
export function makeRoutesSure(page: Page): void {
  const [route, unroute, unrouteAll] = [page.route.bind(page), page.unroute.bind(page), page.unrouteAll.bind(page)];
  let routes: unknown[][] = [];
  page.route = async (...given) => {
    const intercepts = routes.length > 0;
    if (!given[2]?.times) routes.push(given);
    const added = await route(...given);
    if (!intercepts && page.url().startsWith("http")) await expectCaught(page, route, unroute);
    return added;
  };
  page.unroute = async (url, handler) => {
    routes = routes.filter((given) => given[0] !== url || (handler && given[1] !== handler));
    await unroute(url, handler);
  };
  page.unrouteAll = async (options) => {
    routes = [];
    await unrouteAll(options);
  };
}

async function expectCaught(page: Page, route: Page["route"], unroute: Page["unroute"]): Promise<void> {
  const probe = (url: URL) => url.pathname === path;
  await route(probe, (request) => request.fulfill({ headers: { [mark]: "yes" } }));
  const caught = page.evaluate(
    async ({ path, mark }) => {
      while (!(await fetch(path).then((answer) => answer.text().then(() => answer.headers.has(mark)), () => false)));
    },
    { path, mark },
  );
  await caught.catch(() => {}); // the document went
  await unroute(probe);
}
