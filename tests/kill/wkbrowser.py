#!/usr/bin/python3
"""A WebKitGTK window with a profile that stays, for WebDriver. (MiniBrowser --automation keeps
nothing: IndexedDB is empty after a restart.)"""
import argparse
import json
import os
import signal

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--automation", action="store_true")
parser.add_argument("--profile", required=True)
parser.add_argument("--features", default="")
parser.add_argument("--size", default="1000x700")
parser.add_argument("--language", default="")
parser.add_argument("--scripts", default="")  # a file: JSON list of what runs first in every page
parser.add_argument("--announces", default="")  # the origin that may
options, _ = parser.parse_known_args()
width, height = map(int, options.size.split("x"))

manager = WebKit2.WebsiteDataManager(
    base_data_directory=options.profile + "/data", base_cache_directory=options.profile + "/cache"
)
context = WebKit2.WebContext.new_with_website_data_manager(manager)
context.set_automation_allowed(True)
if options.language:
    context.set_preferred_languages([options.language])

def allow_announcements(*_):
    context.initialize_notification_permissions(
        [WebKit2.SecurityOrigin.new_for_uri(options.announces)], []
    )


# The network of this window goes away and comes back: by a proxy that is not there.
def switch_network(away=[]):
    if away:
        away.clear()
        manager.set_network_proxy_settings(WebKit2.NetworkProxyMode.DEFAULT, None)
    else:
        away.append(True)
        manager.set_network_proxy_settings(
            WebKit2.NetworkProxyMode.CUSTOM,
            WebKit2.NetworkProxySettings.new("http://127.0.0.1:9", None),
        )
    return True


GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR2, switch_network)
if options.announces:
    context.connect("initialize-notification-permissions", allow_announcements)

settings = WebKit2.Settings()
settings.set_enable_write_console_messages_to_stdout(True)
wanted = set(filter(None, options.features.split(",")))
features = WebKit2.Settings.get_all_features()
for at in range(features.get_length()):
    feature = features.get(at)
    if feature.get_identifier() in wanted:
        settings.set_feature_enabled(feature, True)


scripts = WebKit2.UserContentManager()


def read_scripts():
    scripts.remove_all_scripts()
    if options.scripts and os.path.exists(options.scripts):
        with open(options.scripts, encoding="utf-8") as file:
            for source in json.load(file):
                scripts.add_script(
                    WebKit2.UserScript(
                        source,
                        WebKit2.UserContentInjectedFrames.TOP_FRAME,
                        WebKit2.UserScriptInjectionTime.START,
                        None,
                        None,
                    )
                )
    return True


read_scripts()
if options.scripts:  # who writes them anew tells it by a signal
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, read_scripts)
    with open(options.scripts + ".reader", "w", encoding="utf-8") as reader:
        reader.write(str(os.getpid()))


def new_view(*_):
    view = WebKit2.WebView(
        web_context=context,
        settings=settings,
        user_content_manager=scripts,
        is_controlled_by_automation=True,
    )
    window = Gtk.Window()
    window.set_default_size(width, height)
    window.set_decorated(False)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _: window.destroy())
    view.connect("show-notification", lambda *_: True)
    view.connect("permission-request", lambda _, request: (request.allow(), True)[1])
    return view


def started(_, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("wkbrowser")
    about.set_version(
        WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version()
    )
    session.set_application_info(about)
    session.connect("create-web-view", new_view)


context.connect("automation-started", started)
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
Gtk.main()
