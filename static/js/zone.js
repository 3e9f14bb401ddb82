// Tells the server the reader's time zone, by a cookie, before anything is painted: this is no module and not deferred. A page
// with times that was drawn in another zone is asked for again, once: where the cookie is refused, or the server does not know
// the zone, the times stay in UTC, which they say.
{
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const stored = () => document.cookie.split("; ").includes(`minimost_zone=${zone}`);
  if (zone && !stored()) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `minimost_zone=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
    const drawn = document.documentElement.dataset.zone;
    if (stored() && drawn !== undefined && drawn !== zone) location.reload();
  }
}
