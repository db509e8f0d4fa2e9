package dev.pluto.engine.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pf4j.AbstractPluginManager;
import org.pf4j.BasePluginLoader;
import org.pf4j.DefaultPluginClasspath;
import org.pf4j.DefaultPluginFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PropertiesPluginDescriptorFinder;
import org.pf4j.VersionManager;

/**
 * PF4J, narrowed to what Pluto wants: it loads the unpacked folders it is given and looks nowhere
 * else, no plugin can be disabled, extensions come from the plugins' own indexes, and class loaders
 * show plugins nothing but {@link SharedClassLoader}.
 */
final class PlutoPluginManager extends AbstractPluginManager {
  PlutoPluginManager(Map<Class<?>, Object> services) {
    super(List.of(Path.of(""))); // PF4J insists on a root; the repository below has no plugins
    extensionFactory = new InjectingExtensionFactory(this, services);
    setResolveRecoveryStrategy(ResolveRecoveryStrategy.IGNORE_PLUGIN_AND_CONTINUE);
  }

  /** Reads a plugin's descriptor. */
  PluginDescriptor describe(Path folder) {
    PluginDescriptor descriptor = getPluginDescriptorFinder().find(folder);
    validatePluginDescriptor(descriptor);
    return descriptor;
  }

  /** Loads one unpacked plugin. */
  void load(Path folder) {
    loadPluginFromPath(folder);
  }

  /** Orders the loaded plugins by their dependencies and unloads those that lack one. */
  void resolve() {
    resolvePlugins();
  }

  @Override
  protected PluginLoader createPluginLoader() {
    ClassLoader shared = new SharedClassLoader(PlutoPluginManager.class.getClassLoader());
    return new BasePluginLoader(this, new DefaultPluginClasspath()) {
      @Override
      protected PluginClassLoader createPluginClassLoader(Path folder, PluginDescriptor plugin) {
        return new PluginClassLoader(pluginManager, plugin, shared) {
          @Override
          protected boolean shouldDelegateToParent(String className) {
            return SharedClassLoader.shares(className);
          }
        };
      }
    };
  }

  @Override
  protected ExtensionFinder createExtensionFinder() {
    return new PluginIndexes(this);
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new PluginRepository() {
      @Override
      public List<Path> getPluginPaths() {
        return List.of();
      }

      @Override
      public boolean deletePluginPath(Path pluginPath) {
        return false;
      }
    };
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new PluginStatusProvider() {
      @Override
      public boolean isPluginDisabled(String pluginId) {
        return false;
      }

      @Override
      public void disablePlugin(String pluginId) {
        throw new UnsupportedOperationException("to disable a plugin, remove its archive");
      }

      @Override
      public void enablePlugin(String pluginId) {}
    };
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PropertiesPluginDescriptorFinder();
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return new DefaultPluginFactory();
  }

  @Override
  protected ExtensionFactory createExtensionFactory() {
    return new InjectingExtensionFactory(this, Map.of());
  }

  @Override
  protected VersionManager createVersionManager() {
    return new DefaultVersionManager();
  }
}
