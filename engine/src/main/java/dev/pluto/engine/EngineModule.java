package dev.pluto.engine;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.spi.operator.OperatorDefinition;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Wires the engine: the plugins of an installation, and the operators that they and it define. */
final class EngineModule extends AbstractModule {
  private final PluginHost host;

  EngineModule(PluginHost host) {
    this.host = host;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    bind(Pluto.class).to(DefaultPluto.class).in(Singleton.class);
    bind(DefaultPluto.class);
    bind(PluginHost.class).toInstance(host);
  }

  /** A plugin's definition wins over a built-in one of the same operator. */
  @Provides
  @Singleton
  Operators operators() {
    List<OperatorDefinition> all = new ArrayList<>(host.operatorDefinitions());
    all.addAll(BuiltInOperators.all());
    return new Operators(all);
  }
}
