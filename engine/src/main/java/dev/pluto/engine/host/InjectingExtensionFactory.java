package dev.pluto.engine.host;

import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.util.HashMap;
import java.util.Map;
import org.pf4j.ExtensionFactory;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/**
 * Creates extensions with Guice. Each plugin has an injector of its own, without a parent, that
 * binds the services of the host's allow-list and nothing else.
 */
final class InjectingExtensionFactory implements ExtensionFactory {
  private final PluginManager plugins;
  private final Map<Class<?>, Object> services;
  private final Map<String, Injector> injectors = new HashMap<>();

  InjectingExtensionFactory(PluginManager plugins, Map<Class<?>, Object> services) {
    this.plugins = plugins;
    this.services = Map.copyOf(services);
  }

  @Override
  public <T> T create(Class<T> extensionClass) {
    PluginWrapper plugin = plugins.whichPlugin(extensionClass);
    if (plugin == null) {
      throw new IllegalArgumentException(extensionClass + " belongs to no plugin");
    }
    return injectors
        .computeIfAbsent(plugin.getPluginId(), id -> Guice.createInjector(this::bindServices))
        .getInstance(extensionClass);
  }

  private void bindServices(Binder binder) {
    services.forEach((type, service) -> bind(binder, type, service));
  }

  private static <T> void bind(Binder binder, Class<T> type, Object service) {
    binder.bind(type).toInstance(type.cast(service));
  }
}
