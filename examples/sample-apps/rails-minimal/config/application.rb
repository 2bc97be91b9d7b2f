# frozen_string_literal: true

require_relative "boot"
require "rails"
require "action_controller/railtie"

Bundler.require(*Rails.groups)

module Minimal
  class Application < Rails::Application
    config.load_defaults 6.1
    config.eager_load = Rails.env.production?
    config.hosts.clear
    config.public_file_server.enabled = ENV["RAILS_SERVE_STATIC_FILES"].present?
    if ENV["RAILS_LOG_TO_STDOUT"].present?
      config.logger = ActiveSupport::TaggedLogging.new(ActiveSupport::Logger.new($stdout))
    end
  end
end
