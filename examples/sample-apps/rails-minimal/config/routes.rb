# frozen_string_literal: true

Rails.application.routes.draw do
  root to: "hello#show"
end
