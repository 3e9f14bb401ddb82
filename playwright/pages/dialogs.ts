import { expect, type Locator, type Page } from "@playwright/test";
import { pressIn } from "./chat";

/** What opens over the chat, or stands on a page of its own: dialogs, the channel's menu and the emoji picker. */
export class Dialogs {
  readonly dialog: Locator;
  readonly picker: Locator;
  readonly pickerSearch: Locator;
  readonly channelMenu: Locator;
  readonly newChannel: Locator;
  readonly newDirect: Locator;

  constructor(readonly page: Page) {
    this.picker = page.getByRole("dialog", { name: "Choose an emoji" });
    this.pickerSearch = this.picker.getByRole("combobox", { name: "Search" });
    this.dialog = page.locator("dialog");
    this.channelMenu = page.getByRole("button", { name: "Channel actions" });
    this.newChannel = page.getByRole("link", { name: "New private channel" });
    this.newDirect = page.getByRole("link", { name: "New direct message" });
  }

  async expectOpen(title: string | RegExp, within?: { timeout: number }): Promise<void> {
    await expect(this.dialog).toBeVisible(within);
    await expect(this.dialog).toHaveAccessibleName(title);
  }

  async expectClosed(): Promise<void> {
    await expect(this.dialog).toBeHidden();
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole("button", { name, exact: true });
  }

  field(label: string): Locator {
    return this.dialog.getByLabel(label, { exact: true });
  }

  /** A choice by the first words of its label; an explanation follows them. */
  radio(label: string): Locator {
    return this.dialog.getByRole("radio", { name: new RegExp(`^${label}`) });
  }

  /** One of the people that a search found. */
  person(name: string): Locator {
    return this.dialog.getByRole("group", { name: "People found" }).getByLabel(name);
  }

  async choosePerson(name: string, typed = name): Promise<void> {
    await this.dialog.getByRole("searchbox").fill(typed);
    await this.person(name).check();
  }

  /** Opens one of the dialogs of a private channel: Add member, Rename, Leave, Archive. */
  async openChannelDialog(action: string): Promise<void> {
    await this.channelMenu.click();
    await this.page.getByRole("link", { name: action, exact: true }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** Makes a private channel and arrives in it. */
  async createChannel(name: string, ...members: string[]): Promise<void> {
    await this.newChannel.click();
    await this.field("Name").fill(name);
    for (const member of members) {
      await this.choosePerson(member);
    }
    await this.button("Create channel").click();
    await this.expectHeading(name);
  }

  /** Waits for a channel's page, and for its scripts, without which keys mean something else. */
  async expectHeading(name: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1 }).first()).toHaveAccessibleName(new RegExp(`^\\W*${name}`));
    await this.page.waitForLoadState();
  }

  /** Opens the picker of a message that may have no reaction yet. */
  async openPicker(message: Locator): Promise<void> {
    await pressIn(message, message.getByRole("button", { name: "React", exact: true }));
    await expect(this.pickerSearch).toBeFocused();
  }

  async pickEmoji(search: string, name: string | RegExp): Promise<void> {
    await this.pickerSearch.fill(search);
    await this.picker.getByRole("option", { name }).first().click();
  }
}
